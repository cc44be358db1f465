// What a development installation would have mailed.

const newest = 12

// letters are those among the newest of the development mailbox to an address: where each
// can be read, and how it is shown.
export async function letters({ request }, address) {
  const page = await (await request.get('/dev/surat')).text()
  const found = []
  for (const [, path] of [...page.matchAll(/href="(\/dev\/surat\/\d+)"/g)].slice(0, newest)) {
    const shown = await (await request.get(path)).text()
    if (shown.includes(address)) found.push({ path, shown })
  }
  return found
}
