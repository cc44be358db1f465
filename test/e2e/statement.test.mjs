// A bank statement pays an order: on a phone, without scripts, and only once.
import assert from 'node:assert/strict'
import { phone } from './harness/browser.mjs'
import { join, orderSays, published } from './harness/flows.mjs'
import { line, record, statement, upload } from './harness/statement.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

scenario('an operator imports a statement on a phone without JavaScript, twice, and the buyer is paid for once', async w => {
  const maker = await w.visit()
  await maker.signIn('brand')
  const campaign = await published(w.program, maker, { slots: 3, closes: inSeconds(3 * 24 * 3600), title: 'Wening Subuh mutasi' })
  const buyer = await w.visit()
  await buyer.signIn('buyer')
  const order = await join(buyer, campaign)

  const operator = await w.visit({ size: phone, scripts: false })
  await operator.signIn('operator')
  const paid = line({ text: 'TRSF E-BANKING CR TIRTA', amount: order.total })
  const file = statement(paid, line({ text: 'TRSF TANPA PESANAN', amount: '99.000', timed: false }), line({ text: 'BIAYA ADMIN', amount: '-2.500' }))
  await upload(operator, file)
  const dry = await operator.page.locator('main').innerText()
  assert.match(dry, /Catat 2 baris/)
  assert.match(dry, new RegExp(`Untuk ${order.code}`))
  assert.equal(await operator.page.evaluate(() => document.documentElement.scrollWidth), phone.width)
  await record(operator)
  const done = await operator.page.locator('main').innerText()
  assert.match(done, /sudah diimpor pada/)
  assert.match(done, /Di dana titipan, belum ada pemiliknya/)
  await orderSays(buyer, order.code, /Slot aman/)

  await upload(operator, file)
  assert.match(await operator.page.locator('main').innerText(), /Semua yang jelas sudah tercatat/)
  await upload(operator, statement(paid))
  assert.match(await operator.page.locator('main').innerText(), /Tidak ada baris baru di file ini/)
  const download = operator.page.waitForEvent('download')
  await upload(operator, file)
  await operator.page.getByRole('link', { name: /^Unduh 1 baris/ }).click()
  assert.match((await download).suggestedFilename(), /^mutasi-perlu-tangan-[0-9a-f]{8}\.csv$/)
})

scenario('on a phone a file is chosen, and the further desks are found, with and without JavaScript', async w => {
  for (const scripts of [true, false]) {
    const operator = await w.visit({ size: phone, scripts })
    await operator.signIn('operator')
    const { page } = operator
    await page.goto('/ops/mutasi')
    await page.getByText('Belum ada file dipilih').waitFor()
    await page.getByLabel('File CSV').setInputFiles({ name: 'mutasi-november.csv', mimeType: 'text/csv', buffer: Buffer.from('x') })
    await page.getByText(scripts ? 'mutasi-november.csv' : 'File sudah dipilih').waitFor()
    assert.equal(await page.getByText('Belum ada file dipilih').isVisible(), false)

    await page.getByText('Lainnya', { exact: true }).click()
    await page.getByRole('navigation', { name: 'Utama, bawah' }).getByRole('link', { name: 'Pencairan' }).click()
    await page.getByRole('heading', { name: 'Pencairan', exact: true }).waitFor()
  }
})
