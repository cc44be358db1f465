// A maker's money, from the buyer's confirmation to the maker's account: the account is
// looked at by somebody else, and so much money needs two people.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, phone } from './harness/browser.mjs'
import { arrived, fill, join, orderSays, produce, published, received, sendParcel } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]
const bank = async program => (await fetch(sandbox(program))).text()

// looks checks the page that is open at both sizes.
async function looks({ page }) {
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
  }
}

// delivered is a batch of one slot for twelve million, which its buyer has.
async function delivered({ program, visit }, maker) {
  const buyer = await visit()
  await buyer.signIn('buyer')
  const id = await published(program, maker, { slots: 1, least: 1, perBuyer: '1', price: '12.000.000', closes: inSeconds(24 * 3600) })
  const { code } = await join(buyer, id)
  await buyer.page.goto(`/pesanan/${code}`)
  await buyer.page.getByRole('button', { name: 'Virtual account BCA' }).click()
  await buyer.page.getByText('Ganti cara bayar').waitFor()
  const [, order] = /action="\/bayar\/([^"]+)"/.exec(await bank(program))
  await fetch(`${sandbox(program)}/bayar/${order}`, { method: 'POST', redirect: 'manual' })
  await program.reaches(id, c => c.phase === 'Succeeded')
  await produce(maker, id)
  await sendParcel(maker, id, code, 'JP8812000099')
  await arrived(maker, id, code)
  await orderSays(buyer, code, /Tanpa kabar dari Anda/)
  await received(buyer, code)
  return { buyer, code }
}

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
  const { program, visit } = w
  const [maker, operator, lead] = await Promise.all(['brand', 'operator', 'lead'].map(async role => {
    const visitor = await visit({ axe: true })
    await visitor.signIn(role)
    return visitor
  }))
  const { buyer, code } = await delivered(w, maker)

  await shows(maker, '/kelola/saldo', /Bisa dicairkan Rp11\.418\.000/) // the price less five per cent, and the shipping
  await looks(maker)
  await maker.page.getByRole('link', { name: 'Tulis rekening' }).click()
  await looks(maker)
  await fill(maker.page, { nomor_rekening: '7000411193', atas_nama: 'RATRI KUSUMA' })
  await maker.page.locator('[name="bank"]').selectOption('bca')
  await maker.page.getByRole('button', { name: 'Simpan rekening' }).click()
  await maker.page.waitForURL(/kabar=rekening-cair/)
  assert.match(await maker.page.locator('main').innerText(), /Perlu diperiksa/)

  const { page } = operator
  await page.goto('/ops/pencairan/merek')
  await looks(operator)
  await page.getByRole('row').filter({ hasText: 'Perlu diperiksa' }).getByRole('link', { name: /^Buka/ }).click()
  await page.getByRole('button', { name: 'Setujui rekening ini' }).click()
  await page.waitForURL(/kabar=(rekening|cair)-/)
  await looks(operator)
  await page.getByRole('button', { name: /^Ajukan Rp/ }).click()
  await page.waitForURL(/kabar=cair-ajukan/)
  assert.match(await page.locator('main').innerText(), /Anda sudah menyetujui\. Orang lain harus menyetujui isi yang sama/)
  assert.equal(await page.getByRole('button', { name: /^Setujui/ }).count(), 0)
  await looks(operator)
  await shows(operator, '/ops/pencairan/merek', /Satu pencairan sedang berjalan/)

  await shows(lead, '/ops/pencairan?status=setujui', /Rp11\.418\.000/)
  await looks(lead)
  await lead.page.getByRole('link', { name: /^Buka pencairan Rumah Wening/ }).click()
  await lead.page.getByRole('button', { name: /^Setujui Rp/ }).click()
  await lead.page.waitForURL(/kabar=(rekening|cair)-/)

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
