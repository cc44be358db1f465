// A maker's money, from the buyer's confirmation to the maker's account: the account is
// looked at by somebody else, and so much money needs two people.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { fill } from './harness/flows.mjs'
import { agreed, bank, cast, delivered, looks } from './harness/payouts.mjs'
import { until } from './harness/until.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// sentBack is what a buyer gets after the maker was paid: proposed by one, agreed to by another.
async function sentBack({ operator, lead, maker, buyer, code }) {
  const { page } = operator
  await page.goto('/ops/sesudah-lepas')
  await looks(operator)
  await fill(page, { kode: code.toLowerCase() })
  await page.getByRole('button', { name: 'Buka pesanan' }).click()
  await looks(operator)
  await page.locator('[name="sebab_kembali"]').selectOption('defect')
  await fill(page, { jumlah: '12.000.000', alasan: 'Semua pompa macet' })
  await page.getByRole('button', { name: 'Kembalikan dana' }).click()
  await page.waitForURL(/kabar=lepas-usul/)
  assert.equal(await page.getByRole('button', { name: /^Setujui/ }).count(), 0)
  await looks(operator)

  await shows(lead, '/ops/sesudah-lepas', /Semua pompa macet/)
  await looks(lead)
  await lead.page.getByRole('link', { name: `Buka pesanan ${code}` }).click()
  await looks(lead)
  await lead.page.getByRole('button', { name: /^Setujui Rp/ }).click()
  await lead.page.waitForURL(/kabar=lepas-kembali/)
  await shows(maker, '/kelola/saldo', /Bisa dicairkan −Rp12\.000\.000/)
  await looks(maker)
  await shows(buyer, `/pesanan/${code}`, /Barangnya ternyata cacat/)
}

scenario('a maker is paid what was released, after one person has looked at the account and two at the payout; what goes back later they owe', async w => {
  const { program } = w
  const [maker, operator, lead] = await cast(w)
  const { buyer, code } = await delivered(w, maker)

  await agreed({ maker, operator, lead }, looks)
  await until(async () => /7000411193<td>[^<]*<td>[^<]*<td>completed/.test(await bank(program)), { what: 'the payout to the maker\'s account' })
  const words = await shows(maker, '/kelola/saldo', /Terkirim/)
  assert.match(words, /Bisa dicairkan Rp0/)
  assert.match(words, /biaya layanan Rp600\.000/)
  await looks(maker)
  const month = await shows(maker, '/kelola/saldo/laporan', /Saldo akhir/)
  assert.match(month, /Harga dan ongkir pesanan yang diterima\s+Rp12\.018\.000\s+Biaya layanan\s+−Rp600\.000\s+Dicairkan\s+−Rp11\.418\.000\s+Saldo akhir\s+Rp0/)
  await looks(maker)
  const csv = await maker.page.request.get(`${program.url}/kelola/saldo/mutasi.csv`)
  assert.match(await csv.text(), /12000000;18000;600000;0;11418000;11418000;/)

  await sentBack({ operator, lead, maker, buyer, code })
  const sent = /7000411193<td>[^<]*<td>[^<]*<td>completed/g // the buyer's account is called as the maker's
  await until(async () => [...(await bank(program)).matchAll(sent)].length === 2, { what: 'the refund to the buyer\'s account' })
})
