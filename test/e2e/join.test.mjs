// Joining, from the product page to a safe slot.
import assert from 'node:assert/strict'
import { phone } from './harness/browser.mjs'
import { byTransfer, confirm, confirmation, fillJoin, join, openDialog, orderSays, published, tell } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds, rupiah } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// running publishes the one sambatan that all scenarios join.
let campaign
async function running({ program, visit }) {
  if (!campaign) {
    const maker = await visit()
    await maker.signIn('brand')
    campaign = await published(program, maker, { slots: 40, closes: inSeconds(24 * 3600) })
  }
  return campaign
}

const onScreen = (page, selector) => page.locator(selector).first().evaluate(e => {
  const { top, bottom } = e.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight && e.contains(document.elementFromPoint(innerWidth / 3, (top + bottom) / 2))
})

scenario('on a phone a buyer joins in the dialog, and errors are told where they are', async w => {
  const campaign = await running(w)
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 1)
  buyer.expect(422)
  const { page } = buyer
  await openDialog(buyer, campaign)

  const slots = page.locator('#f-slot')
  await page.getByRole('button', { name: 'Tambah satu slot' }).click()
  await page.waitForFunction(() => document.querySelector('#f-slot').value === '2')
  await page.getByRole('button', { name: 'Ambil 2 slot' }).waitFor()
  await page.getByRole('button', { name: 'Kurangi satu slot' }).click()
  await page.getByRole('button', { name: 'Ambil 1 slot' }).waitFor()
  assert.equal(await slots.inputValue(), '1')

  await fillJoin(page, { nomor_rekening: '70004111', kode_pos: '4013', setuju_privasi: false })
  await page.getByRole('button', { name: 'Ambil 1 slot' }).click()
  const summary = page.locator('.errsum')
  await summary.waitFor()
  await page.waitForFunction(() => document.activeElement.classList.contains('errsum'))
  assert.match(await summary.innerText(), /Tiga isian perlu diperbaiki/)
  const marked = await page.locator('[aria-invalid="true"]').evaluateAll(all => all.map(e => e.name))
  assert.deepEqual(marked, ['kode_pos', 'nomor_rekening', 'setuju_privasi'])
  for (const input of await page.locator('[aria-invalid="true"]').all()) {
    const described = await input.evaluate(e => e.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id)?.innerText).join(' '))
    assert.match(described, /\w/, 'each field is described by its error')
  }
  assert.equal(await page.locator('#f-alamat').inputValue(), 'Jalan Anggrek Hutan No. 12', 'what was typed stays')
  await summary.getByRole('link', { name: /rekening/ }).click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-nomor-rekening')

  await fillJoin(page)
  await page.getByRole('button', { name: 'Ambil 1 slot' }).click()
  const { code, total } = await confirmation(page)
  assert.ok(total > 283_000 && total < 284_000, `the total ${total} is price, shipping and a code below 1000`)
  assert.match(await page.locator('dialog').innerText(), /1 slot .* disimpan untuk Anda/)
  await until(() => onScreen(page, 'dialog .codeline'), { what: 'the code to be on the screen, not scrolled away' })

  await page.getByRole('link', { name: 'Tutup' }).click()
  await page.getByRole('link', { name: `Bayar ${code}` }).filter({ visible: true }).waitFor() // the page below the dialog was of before

  await page.goto('/pesanan')
  assert.match(await page.locator('main').innerText(), new RegExp(code))
})

scenario('joining, telling and confirming make a slot safe', async w => {
  const campaign = await running(w)
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 2)
  const { code, total } = await join(buyer, campaign)
  await buyer.page.getByRole('link', { name: 'Pilih cara bayar' }).click()
  await buyer.page.waitForURL(`**/pesanan/${code}*`)
  await byTransfer(buyer.page, { told: true })
  assert.equal(rupiah(await buyer.page.locator('.codeline').first().innerText()), total)

  buyer.expect(422)
  await buyer.page.locator('#f-jam-transfer').fill('siang')
  await buyer.page.getByRole('button', { name: 'Kabari sudah transfer' }).click()
  await buyer.page.getByText('Anda menulis “siang”').waitFor()
  assert.equal(await buyer.page.getByText('Transfer tepat sejumlah').count(), 1, 'only the form was put in its place')

  await tell(buyer, code)
  assert.match(await buyer.page.locator('main').innerText(), /Transfer sedang dicek/)

  const operator = await w.visit()
  await operator.signIn('operator')
  await confirm(operator, code)
  const words = await orderSays(buyer, code, /Slot aman/)
  assert.match(words, /Rp283\.000 ditahan/)
  const sum = await buyer.page.locator('dl.sum dd').allInnerTexts()
  assert.equal(rupiah(sum.at(-1)), 0, 'what came in is accounted for to the rupiah')
})

scenario('without JavaScript the same pages do the same', async w => {
  const campaign = await running(w)
  const buyer = await w.visit({ size: phone, scripts: false })
  await buyer.signIn('buyer', 3)
  buyer.expect(422)
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}`)
  await page.getByRole('link', { name: /^Gabung/ }).filter({ visible: true }).click()
  await page.waitForURL(`**/sambatan/${campaign}/gabung`)

  await fillJoin(page, { telepon: '12', penerima: 'Intan “Tan” Fadhila' })
  await page.getByRole('button', { name: 'Tambah satu slot' }).click()
  assert.equal(await page.locator('#f-slot').inputValue(), '2')
  assert.equal(await page.locator('#f-penerima').inputValue(), 'Intan “Tan” Fadhila', 'the stepper keeps what was typed')

  const answer = page.waitForResponse(r => r.request().method() === 'POST')
  await page.getByRole('button', { name: 'Ambil 2 slot' }).click()
  assert.equal((await answer).status(), 422)
  assert.match(await page.locator('.errsum').innerText(), /Nomor telepon/)
  assert.equal(await page.locator('#f-penerima').inputValue(), 'Intan “Tan” Fadhila')
  assert.equal(await page.locator('#f-provinsi').inputValue(), 'Jawa Barat')
  assert.ok(await page.locator('#f-setuju-syarat').isChecked())

  await fillJoin(page)
  const joined = page.waitForResponse(r => r.request().method() === 'POST')
  await page.getByRole('button', { name: 'Ambil 2 slot' }).click()
  assert.equal((await joined).status(), 303)
  await page.waitForURL(/\/pesanan\/SWG-/)
  const { code, total } = await confirmation(page)
  assert.ok(total > 548_000 && total < 549_000)
  await tell(buyer, code)

  const operator = await w.visit({ scripts: false })
  await operator.signIn('operator')
  await confirm(operator, code)
  await orderSays(buyer, code, /Slot aman/)
})

scenario('Enter in a field joins', async w => {
  const campaign = await running(w)
  const buyer = await w.visit()
  await buyer.signIn('buyer', 4)
  await openDialog(buyer, campaign)
  await fillJoin(buyer.page, { slot: '2' })
  await buyer.page.locator('#f-penerima').press('Enter')
  const { total } = await confirmation(buyer.page)
  assert.ok(total > 548_000 && total < 549_000, `two slots for ${total}`)
})

scenario('a guest is sent to sign in, with and without JavaScript', async w => {
  const campaign = await running(w)
  for (const scripts of [true, false]) {
    const guest = await w.visit({ size: phone, scripts })
    await guest.page.goto(`/sambatan/${campaign}`)
    await guest.page.getByRole('link', { name: /^Gabung/ }).filter({ visible: true }).click()
    await guest.page.waitForURL(/\/masuk\?kembali=/)
    await guest.page.getByLabel('Alamat email').waitFor()
  }
})

scenario('sending a join twice joins once', async w => {
  const campaign = await running(w)
  const before = (await w.program.campaign(campaign)).held
  const buyer = await w.visit({ scripts: false })
  await buyer.signIn('buyer', 5)
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(page)
  const form = await page.locator('form.cols').evaluate(f => Object.fromEntries(new FormData(f)))
  const send = () => page.request.post(`/sambatan/${campaign}/gabung`, { form, maxRedirects: 0 })
  const [first, second] = await Promise.all([send(), send()])
  assert.deepEqual([first.status(), second.status()], [303, 303])
  assert.equal(first.headers().location.split('?')[0], second.headers().location.split('?')[0])
  const changed = await page.request.post(`/sambatan/${campaign}/gabung`, { form: { ...form, kota: 'Kota Cimahi' }, maxRedirects: 0 })
  assert.equal(changed.status(), 409)
  await w.program.reaches(campaign, c => c.held === before + 1)
})
