// A maker's money on its way to the maker's account.
import assert from 'node:assert/strict'
import { shows } from './awaited.mjs'
import { violations } from './axe.mjs'
import { desktop, phone } from './browser.mjs'
import { arrived, fill, join, orderSays, produce, published, received, sendParcel } from './flows.mjs'
import { inSeconds } from './words.mjs'

export const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]
export const bank = async program => (await fetch(sandbox(program))).text()

// looks checks the page that is open at both sizes.
export async function looks({ page }) {
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
  }
}

export const cast = ({ visit }) => Promise.all(['brand', 'operator', 'lead'].map(async role => {
  const visitor = await visit({ axe: true })
  await visitor.signIn(role)
  return visitor
}))

// delivered is a batch of one slot for twelve million, which its buyer has.
export async function delivered({ program, visit }, maker) {
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

// agreed takes what a maker is due to where two people want it sent.
export async function agreed({ maker, operator, lead }, look) {
  await shows(maker, '/kelola/saldo', /Bisa dicairkan Rp11\.418\.000/) // the price less five per cent, and the shipping
  await look(maker)
  await maker.page.getByRole('link', { name: 'Tulis rekening' }).click()
  await look(maker)
  await fill(maker.page, { nomor_rekening: '7000411193', atas_nama: 'RATRI KUSUMA' })
  await maker.page.locator('[name="bank"]').selectOption('bca')
  await maker.page.getByRole('button', { name: 'Simpan rekening' }).click()
  await maker.page.waitForURL(/kabar=rekening-cair/)
  assert.match(await maker.page.locator('main').innerText(), /Perlu diperiksa/)

  const { page } = operator
  await page.goto('/ops/pencairan/merek')
  await look(operator)
  await page.getByRole('row').filter({ hasText: 'Perlu diperiksa' }).getByRole('link', { name: /^Buka/ }).click()
  await page.getByRole('button', { name: 'Setujui rekening ini' }).click()
  await page.waitForURL(/kabar=(rekening|cair)-/)
  await look(operator)
  await page.getByRole('button', { name: /^Ajukan Rp/ }).click()
  await page.waitForURL(/kabar=cair-ajukan/)
  assert.match(await page.locator('main').innerText(), /Anda sudah menyetujui\. Orang lain harus menyetujui isi yang sama/)
  assert.equal(await page.getByRole('button', { name: /^Setujui/ }).count(), 0)
  await look(operator)
  await shows(operator, '/ops/pencairan/merek', /Satu pencairan sedang berjalan/)

  await shows(lead, '/ops/pencairan?status=setujui', /Rp11\.418\.000/)
  await look(lead)
  await lead.page.getByRole('link', { name: /^Buka pencairan Rumah Wening/ }).click()
  await lead.page.getByRole('button', { name: /^Setujui Rp/ }).click()
  await lead.page.waitForURL(/kabar=(rekening|cair)-/)
}
