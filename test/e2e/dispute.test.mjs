// What becomes of a complaint: goods that go back before the money does, and an appeal that
// somebody else decides.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { arrived, confirm, fill, join, orderSays, produce, published, sendParcel, tell } from './harness/flows.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// looks checks the page that is open, or the one that somebody else has open, at every size.
async function looks({ page }, at) {
  if (at) await page.goto(at.page.url())
  for (const size of [narrow, phone, desktop]) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide at ${size.width} px`)
  }
}

// press clicks a button and waits until the page says that it was done.
async function press({ page }, name, kabar) {
  await page.getByRole('button', { name }).click()
  await page.waitForURL(new RegExp(`kabar=${kabar}`))
}

// complained is an order that arrived and is complained about; scripts says whether its
// buyer has any. eyes are the same buyer's, to look at pages with.
async function complained({ program, visit }, resi, scripts) {
  const roles = ['brand', 'operator', 'lead', 'buyer']
  const [maker, operator, lead, buyer] = await Promise.all(roles.map(async role => {
    const visitor = await visit(role === 'buyer' ? { scripts } : { axe: true })
    await visitor.signIn(role)
    return visitor
  }))
  const eyes = await visit({ axe: true })
  await eyes.signIn('buyer')
  const id = await published(program, maker, { slots: 1, least: 1, perBuyer: '1', closes: inSeconds(24 * 3600) })
  const { code } = await join(eyes, id)
  await tell(eyes, code)
  await confirm(operator, code)
  await program.reaches(id, c => c.phase === 'Succeeded')
  await produce(maker, id)
  await sendParcel(maker, id, code, resi)
  await arrived(maker, id, code)
  await orderSays(buyer, code, /Tanpa kabar dari Anda/)
  await buyer.page.getByRole('link', { name: 'Ajukan komplain' }).click()
  await fill(buyer.page, { sebab: 'wrong_goods', cerita: 'Yang datang melati.' })
  await press(buyer, 'Kirim komplain', 'komplain')
  return { maker, operator, lead, buyer, eyes, code, order: `/pesanan/${code}`, page: `/kelola/sambatan/${id}/pesanan/${code}` }
}

// decide is an operator's decision, on the page of the complaint.
async function decide(visitor, code, values) {
  const { page } = visitor
  await shows(visitor, '/ops/komplain', new RegExp(code))
  await page.getByRole('link', { name: `Periksa komplain ${code}` }).click()
  await page.waitForURL(/komplain\/[0-9a-f-]{36}$/)
  await looks(visitor)
  await fill(page, values)
  await page.getByRole('button', { name: 'Putuskan' }).click()
}

scenario('goods are sent back by a buyer without scripts, and then all of the money is', async w => {
  const { maker, operator, buyer, eyes, code, order, page } = await complained(w, 'JP8812000201', false)
  await decide(operator, code, { putusan: 'return', alasan: 'Fotonya jelas' })
  await operator.page.waitForURL(/kabar=komplain-putus/)
  await looks(operator)

  await shows(buyer, order, /Kalau tidak setuju, ajukan banding/)
  await looks(eyes, buyer)
  await press(buyer, 'Terima putusan', 'putusan-terima')
  await shows(maker, page, /Kalau tidak setuju, ajukan banding/)
  await looks(maker)
  await press(maker, 'Terima putusan', 'putusan-terima')

  await shows(maker, page, /Alamat pengembalian/)
  await looks(maker)
  await fill(maker.page, { alamat_balik: 'Rumah Wening, 0812-0000-1188\nJalan Kenanga 2, Blitar 66111' })
  await press(maker, 'Kabari alamat ke pembeli', 'alamat-balik')

  await shows(buyer, order, /Jalan Kenanga 2/)
  await looks(eyes, buyer)
  await buyer.page.getByRole('link', { name: 'Catat resi pengiriman balik' }).click()
  await looks(eyes, buyer)
  await fill(buyer.page, { kurir: 'jnt', resi: 'jp 9912000201' })
  await press(buyer, 'Catat sudah dikirim', 'kirim-balik')
  await shows(operator, '/ops/komplain', /Barang dikirim balik sejak/)
  await operator.page.getByRole('link', { name: `Periksa komplain ${code}` }).click()
  await looks(operator)
  await shows(maker, page, /JP9912000201/)
  await looks(maker)
  await press(maker, 'Barang sudah kembali', 'barang-kembali')
  const text = await shows(buyer, order, /komplain Anda diterima/)
  assert.match(text, /Seluruh dana kembali tanpa potongan/)
})

scenario('a buyer appeals: the money stays where it is until another operator has decided', async w => {
  const { operator, lead, buyer, eyes, code, order } = await complained(w, 'JP8812000202', true)
  await decide(operator, code, { putusan: 'brand', alasan: 'Resinya jelas' })
  await operator.page.waitForURL(/kabar=komplain-putus/)

  const text = await shows(buyer, order, /Kalau tidak setuju, ajukan banding/)
  assert.doesNotMatch(text, /Diteruskan ke perajin/)
  await buyer.page.getByRole('link', { name: 'Ajukan banding' }).click()
  await looks(eyes, buyer)
  await fill(buyer.page, { cerita: 'Videonya belum dilihat.' })
  await press(buyer, 'Kirim banding', 'banding')
  await looks(eyes, buyer)

  await shows(operator, '/ops/komplain', new RegExp(code))
  await operator.page.getByRole('link', { name: `Periksa komplain ${code}` }).click()
  await operator.page.getByText('petugas lain yang memutuskan bandingnya').waitFor()
  assert.equal(await operator.page.getByRole('button', { name: 'Putuskan' }).count(), 0)
  await decide(lead, code, { putusan: 'buyer', alasan: 'Videonya jelas' })
  await lead.page.waitForURL(/kabar=komplain-putus/)
  await looks(lead)
  assert.match(await shows(buyer, order, /komplain Anda diterima/), /Seluruh dana kembali tanpa potongan/)
})
