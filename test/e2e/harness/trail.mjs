// The auditor's trail of a sambatan, read back from the page.
import { rupiah } from './words.mjs'

// trail waits until the books on the page are done with the money that came in:
// what is in suspense is on its way somewhere.
export async function trail(auditor, campaign) {
  const { page } = auditor
  for (const end = Date.now() + 10_000; ;) {
    await page.goto(`/audit/sambatan/${campaign}`)
    const read = await readTrail(page)
    if (!read.balances.suspense || Date.now() > end) return read
  }
}

async function readTrail(page) {
  const events = await page.locator('article.ev').evaluateAll(all => all.map(article => ({
    position: Number(article.id.slice(3)),
    type: article.querySelector('h3').innerText,
    postings: [...article.querySelectorAll('.post tr')].map(tr => [...tr.cells].map(cell => cell.innerText)),
  })))
  for (const event of events) {
    const side = name => event.postings.filter(([side]) => side === name).reduce((sum, [, , amount]) => sum + rupiah(amount), 0)
    Object.assign(event, { debit: side('Debit'), credit: side('Kredit') })
  }
  const text = await page.locator('main').evaluate(main => main.textContent)
  return { events, balances: await readBalances(page), text }
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
