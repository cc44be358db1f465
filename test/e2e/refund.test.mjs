// Money on its way back: a batch fails, one buyer's payment goes back by QRIS by
// itself, another's account is closed and is repaired by its owner.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { phone } from './harness/browser.mjs'
import { join, orderSays, published } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]
const post = (program, path, values) => fetch(sandbox(program) + path, { method: 'POST', body: new URLSearchParams(values), redirect: 'manual' })
const bank = async program => (await fetch(sandbox(program))).text()

// pays chooses a way and settles the bill in the buyer's bank or wallet.
async function pays(program, { page }, code, way) {
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: way }).click()
  await page.getByText('Ganti cara bayar').waitFor()
  const [, order] = /action="\/bayar\/([^"]+)"/.exec(await bank(program))
  await post(program, `/bayar/${order}`)
}

scenario('a batch fails: one refund goes back by itself, one waits for another account', async w => {
  const { program, visit } = w
  const maker = await visit()
  await maker.signIn('brand')
  const id = await published(program, maker, { slots: 3, closes: inSeconds(24 * 3600) })
  const [first, second] = [await visit({ size: phone, axe: true }), await visit({ size: phone, axe: true })]
  await first.signIn('buyer', 1)
  await second.signIn('buyer', 2)

  const qris = await join(first, id)
  await pays(program, first, qris.code, 'QRIS')
  await orderSays(first, qris.code, /Slot aman/)
  const account = '7000411888'
  await post(program, '/rekening/tutup', { bank: 'bca', nomor: account })
  const va = await join(second, id, { nomor_rekening: account })
  await pays(program, second, va.code, 'Virtual account BCA')
  await orderSays(second, va.code, /Slot aman/)

  await maker.submit(`/kelola/sambatan/${id}/batalkan`, `/kelola/sambatan/${id}/batalkan`, { alasan: 'bahan tidak lolos uji' })
  await orderSays(first, qris.code, /QRIS/)
  await until(async () => /<td>refund<td>/.test(await bank(program)), { what: 'the gateway to have sent the QRIS payment back' })
  await orderSays(first, qris.code, /Dana kembali|sudah (kami kirim|di rekening)/)
  assert.deepEqual(await violations(first.page), [])

  await orderSays(second, va.code, /Rp283\.000 menunggu rekening Anda/)
  await second.page.goto('/pesanan?status=tindakan')
  assert.match(await second.page.locator('main').innerText(), /Perlu rekening Anda[\s\S]*Tulis rekening lain/)
  assert.deepEqual(await violations(second.page), [])
  await second.page.goto(`/pesanan/${va.code}`)
  assert.deepEqual(await violations(second.page), [])
  const operator = await visit({ axe: true })
  await operator.signIn('operator')
  await operator.page.goto('/ops/pengembalian')
  assert.deepEqual(await violations(operator.page), [])

  const { page } = second
  await page.goto(`/pesanan/${va.code}/rekening`)
  assert.deepEqual(await violations(page), [])
  await page.locator('[name="bank"]').selectOption('bca')
  await page.locator('[name="nomor_rekening"]').fill('7000411193')
  await page.locator('[name="atas_nama"]').fill('MAYA SIREGAR')
  await page.locator('main form button[type=submit]').first().click()
  await page.waitForURL(/kabar=rekening/)
  await until(async () => /7000411193<td>[^<]*<td>[^<]*<td>completed/.test(await bank(program)), { what: 'the payout to the other account' })
  const said = await orderSays(second, va.code, /Dana kembali|sudah (kami kirim|di rekening)/)
  assert.doesNotMatch(said, /•••• 1888/, 'the account that was closed')

  await operator.page.goto('/ops/pengembalian?status=selesai')
  const desk = await operator.page.locator('table.refunds tbody tr').allInnerTexts()
  assert.match(desk.find(row => row.includes(va.code)), /BCA 7000411193/, 'where the money went, not where it should have gone')
  assert.match(desk.find(row => row.includes(qris.code)), /Kembali ke QRIS yang dipakai membayar/)
})
