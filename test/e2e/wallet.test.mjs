// A balance, from its top-up at the sandbox gateway to a payment and back again: the real
// program in a real browser.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { fillJoin, confirmation, orderSays, published } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]

// settle pays what the gateway was asked for last.
async function settle(program) {
  const page = await (await fetch(sandbox(program))).text()
  const [, order] = /<tr><td>([0-9a-f-]{36}-\d+)</.exec(page)
  await fetch(`${sandbox(program)}/bayar/${order}`, { method: 'POST', redirect: 'manual' })
}

// writeAccount names an account that was not named before.
async function writeAccount(page, account) {
  const known = page.getByLabel('Rekening tujuan')
  if (await known.count()) {
    await known.selectOption('lain')
    await page.getByText('Rekening lain', { exact: true }).last().click()
  }
  await page.getByLabel('Bank').selectOption('bca')
  await page.getByLabel('Nomor rekening').fill(account)
  await page.getByLabel('Atas nama').fill('Dinar Nareswari')
}

// looks checks the page that is open at these sizes.
async function looks({ page }, ...sizes) {
  for (const size of sizes) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
    await page.setViewportSize(size)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} fits ${size.width} px`)
  }
}

scenario('a buyer fills the balance, pays from it, and has it back when the sambatan is called off', async w => {
  const maker = await w.visit()
  await maker.signIn('brand')
  const id = await published(w.program, maker, { slots: 40, closes: inSeconds(24 * 3600) })
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 2)
  const { page } = buyer

  await page.goto('/saldo')
  await page.getByText('Belum ada uang yang masuk atau keluar').waitFor()
  await page.getByRole('link', { name: 'Rp500.000' }).click()
  assert.equal(await page.getByLabel('Jumlah (rupiah)').inputValue(), '500000')
  await page.getByRole('button', { name: 'Isi lewat QRIS' }).click()
  await page.waitForURL(/\/saldo\/isi\//)
  await page.locator('.qr svg').waitFor()
  await settle(w.program)
  await page.getByText('Rp500.000 sudah masuk').waitFor({ timeout: 5_000 }) // by itself

  await page.goto(`/sambatan/${id}/gabung`)
  await fillJoin(page)
  await page.getByRole('button', { name: /^Ambil \d+ slot$/ }).click()
  const { code } = await confirmation(page)
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'Saldo (Rp500.000)' }).click()
  await page.getByText('Slot aman').first().waitFor({ timeout: 5_000 })
  await orderSays(buyer, code, /Lewat saldo, dibayar/)

  await maker.submit(`/kelola/sambatan/${id}/batalkan`, `/kelola/sambatan/${id}/batalkan`, { alasan: 'bahan tidak lolos uji' })
  await orderSays(buyer, code, /Dana sudah kembali ke saldo/)
  await page.goto('/saldo')
  const words = await page.locator('main').innerText()
  assert.match(words, /Bisa dipakai\s+Rp500\.000/)
  assert.match(words, /Dana kembali/)
})

scenario('without JavaScript, at 320 pixels, the balance is filled and says what is missing', async w => {
  const buyer = await w.visit({ size: narrow, scripts: false })
  await buyer.signIn('buyer', 3)
  const { page } = buyer
  await page.goto('/saldo')
  buyer.expect(422)
  await page.getByLabel('Jumlah (rupiah)').fill('5.000')
  await page.getByRole('button', { name: 'Isi lewat Virtual account BCA' }).click()
  await page.getByText('Isi saldo paling sedikit Rp10.000.').waitFor()
  await page.getByLabel('Jumlah (rupiah)').fill('10.000')
  await page.getByRole('button', { name: 'Isi lewat Virtual account BCA' }).click()
  await page.getByText(/3901 2000/).waitFor()
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(sideways, 0)
  await settle(w.program)
  await until(async () => {
    await page.reload()
    return /Rp10\.000 sudah masuk/.test(await page.locator('main').innerText())
  }, { what: 'the money to be there' })
})

scenario('without JavaScript, at 320 pixels, a balance is cashed out, and the cash-out called off', async w => {
  const buyer = await w.visit({ size: narrow, scripts: false })
  await buyer.signIn('buyer', 0) // who has one
  const { page } = buyer
  await page.goto('/saldo')
  const before = (await page.locator('main').innerText()).match(/Bisa dipakai\s+(Rp[\d.]+)/)[1]
  await page.getByRole('link', { name: 'Tarik saldo' }).click()
  buyer.expect(422)
  await page.getByLabel('Jumlah (rupiah)').fill('5.000')
  await writeAccount(page, '2048119311')
  await page.getByRole('button', { name: 'Tarik saldo' }).click()
  await page.getByText('Tarik saldo paling sedikit Rp10.000.').waitFor()
  await page.getByLabel('Jumlah (rupiah)').fill('20.000')
  await page.getByRole('button', { name: 'Tarik saldo' }).click()
  await page.waitForURL(/\/saldo\/tarik\//)
  await until(async () => {
    await page.reload()
    return await page.getByRole('button', { name: 'Batalkan tarik saldo' }).count() === 1
  }, { what: 'the cash-out to be in the queue' })
  const main = await page.locator('main').innerText()
  assert.match(main, /Tarik saldo Rp20\.000/)
  assert.match(main, /BCA •••• 9311/)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
  await page.getByRole('button', { name: 'Batalkan tarik saldo' }).click()
  await until(async () => {
    await page.goto('/saldo')
    const words = await page.locator('main').innerText()
    return /Tarik saldo tidak jadi/.test(words) && words.match(/Bisa dipakai\s+(Rp[\d.]+)/)[1] === before
  }, { what: 'the money to be in the balance again' })
})

scenario('nobody sends a cash-out to a new account before it has rested, and the desk says from when on', async w => {
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 0) // who has a balance
  await buyer.page.goto('/saldo/tarik')
  await buyer.page.getByLabel('Jumlah (rupiah)').fill('21.000')
  await writeAccount(buyer.page, '2048119322')
  await buyer.page.getByRole('button', { name: 'Tarik saldo' }).click()
  await buyer.page.waitForURL(/\/saldo\/tarik\/[0-9a-f-]{36}/)
  const asked = new URL(buyer.page.url()).pathname
  const moment = String.raw`(\w+, \d+ \w+ \d{4}, \d\d\.\d\d WIB)`
  const rests = new RegExp(`dikirim setelah ${moment}`)
  const [, free] = rests.exec(await shows(buyer, asked, rests))

  const operator = await w.visit({ axe: true })
  await operator.signIn('operator')
  operator.expect(409)
  const { page } = operator
  await shows(operator, '/ops/pengembalian?status=jalan', new RegExp(`2048119322[^]*kirim setelah ${free}`))
  await looks(operator, phone, desktop)
  await page.getByRole('row').filter({ hasText: '2048119322' }).getByRole('link').click()
  await page.getByText(`Jangan kirim sebelum ${free}`).waitFor()
  await looks(operator, narrow, phone, desktop)
  const send = page.getByRole('button', { name: 'Catat terkirim' })
  assert.ok(await send.isDisabled())
  await send.evaluate(b => { b.disabled = false }) // as on a page of before
  await page.getByLabel('Rujukan bukti').fill('FT-2611-88001')
  await send.click()
  await page.getByText(`Kirim dan tandai setelah ${free}`).waitFor()
  assert.equal(await page.getByLabel('Rujukan bukti').inputValue(), 'FT-2611-88001', 'what was typed is kept')
  await looks(operator, narrow, phone, desktop)

  await shows(buyer, asked, /Menunggu sebentar/)
  await buyer.page.getByRole('button', { name: 'Batalkan tarik saldo' }).click()
  await shows(buyer, '/saldo', /Tarik saldo tidak jadi/)
})

scenario('axe finds nothing on the pages of a balance', async w => {
  const buyer = await w.visit({ size: phone, axe: true })
  await buyer.signIn('buyer', 0) // who has one
  const { page } = buyer
  await page.goto('/saldo?jumlah=100000')
  assert.deepEqual(await violations(page), [])
  await page.getByRole('button', { name: 'Isi lewat QRIS' }).click()
  await page.locator('.qr svg').waitFor()
  assert.deepEqual(await violations(page), [])
  await page.goto('/saldo')
  await page.getByRole('heading', { name: 'Menunggu dibayar' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await page.goto('/saldo/tarik')
  await page.getByRole('button', { name: 'Tarik saldo' }).waitFor()
  assert.deepEqual(await violations(page), [])
})
