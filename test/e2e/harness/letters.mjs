// What a development installation would have mailed.

const row = /href="(\/dev\/surat\/\d+)">([^<]*)<\/a><\/h3>\s*<p[^>]*>([^<]*)<\/p>/g

// letters are those to an address, the newest first: where each can be read, and its subject.
export async function letters({ request }, address) {
  const list = await (await request.get('/dev/surat')).text()
  return [...list.matchAll(row)].filter(([, , , to]) => to.includes(address)).map(([, path, subject]) => ({ path, subject }))
}
