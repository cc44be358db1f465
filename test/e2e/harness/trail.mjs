// The auditor's trail of a sambatan, read back from the page.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binary } from './program.mjs'
import { rupiah } from './words.mjs'

// trail reads a trail once what is expected is there, that often by type, and its books are
// done with the money that came in: what is in suspense is on its way somewhere. What is still
// not so after a while is for the reader to find.
export async function trail(auditor, campaign, expected) {
  const { page } = auditor
  for (const end = Date.now() + 20_000; ;) {
    await page.goto(`/audit/sambatan/${campaign}`)
    const read = await readTrail(page)
    for (const earlier = page.locator('.pager a[rel=prev]'); await earlier.count();) {
      await page.goto(await earlier.getAttribute('href'))
      read.events.unshift(...await readEvents(page))
    }
    const seen = count(read.events)
    const complete = !read.balances.suspense && Object.entries(expected).every(([type, times]) => seen[type] >= times)
    if (complete || Date.now() > end) return read
  }
}

// count says how many events there are of each type.
export function count(events) {
  const seen = {}
  for (const { type } of events) seen[type] = (seen[type] ?? 0) + 1
  return seen
}

export async function readTrail(page) {
  const text = await page.locator('main').evaluate(main => main.textContent)
  return { events: await readEvents(page), balances: await readBalances(page), text }
}

// readEvents are those of one page.
async function readEvents(page) {
  const events = await page.locator('article.ev').evaluateAll(all => all.map(article => ({
    position: Number(article.id.slice(3)),
    type: article.querySelector('h3').innerText,
    postings: [...article.querySelectorAll('.post tr')].map(tr => [...tr.cells].map(cell => cell.innerText)),
  })))
  for (const event of events) {
    const side = name => event.postings.filter(([side]) => side === name).reduce((sum, [, , amount]) => sum + rupiah(amount), 0)
    Object.assign(event, { debit: side('Debit'), credit: side('Kredit') })
  }
  return events
}

// exported takes the file behind the page's link and has the program check it, as it is and
// with one byte of an event changed: { file, says, refused }.
export async function exported({ page }) {
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Ekspor' }).click()
  const file = await readFile(await (await waiting).path(), 'utf8')
  const folder = await mkdtemp(join(tmpdir(), 'jejak-'))
  try {
    const says = await verify(join(folder, 'jejak.ndjson'), file)
    const refused = await verify(join(folder, 'palsu.ndjson'), file.replace(/\\"amount\\":(\d)/, (_, digit) => `\\"amount\\":${(Number(digit) + 1) % 10}`))
    return { file, says, refused }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function verify(path, text) {
  await writeFile(path, text)
  return new Promise(resolve => execFile(binary, ['audit', 'verify', path], (err, out, log) => resolve({ code: err?.code ?? 0, out, log })))
}

// readBalances sums the balances by kind of account: bank, escrow, wallet, …
async function readBalances(page) {
  const rows = await page.locator('table.saldo tbody tr').evaluateAll(all => all.map(tr => [...tr.cells].map(cell => cell.innerText)))
  const sums = {}
  for (const [account, ...sides] of rows) {
    const kind = account.split(':')[1]
    const amount = sides.map(text => Number(text.replace(/\D/g, ''))).reduce((a, b) => a + b)
    if (amount) sums[kind] = (sums[kind] ?? 0) + amount
  }
  return sums
}
