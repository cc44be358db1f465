// What "at once" is on the machine that the test happens to run on.

// pace is how long a page takes right now, in milliseconds.
export async function pace({ page }) {
  const begun = Date.now()
  await page.goto('/profil')
  await page.goto('/pasar/parfum')
  return (Date.now() - begun) / 2
}

// atOnce is the time from a command to other people's screens: a second, or five pages where a page takes longer than
// 200 ms because others keep the machine busy.
export const atOnce = async visitor => Math.max(1000, 5 * await pace(visitor))
