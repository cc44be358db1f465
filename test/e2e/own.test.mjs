// What is a buyer's own comes first on the page of a sambatan, and nobody else's news takes its place.
import assert from 'node:assert/strict'
import { desktop, phone } from './harness/browser.mjs'
import { join, openDialog, published, fillJoin, confirmation } from './harness/flows.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const seen = (page, name) => page.getByRole('link', { name }).filter({ visible: true })

async function running({ program, visit }, asked) {
  const maker = await visit()
  await maker.signIn('brand')
  return published(program, maker, { slots: 6, closes: inSeconds(24 * 3600), ...asked })
}

scenario('on a phone who has to pay is offered to pay, until there is nothing to pay any more', async w => {
  const campaign = await running(w)
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 1)
  const { page } = buyer
  await openDialog(buyer, campaign)
  await fillJoin(page)
  await page.getByRole('button', { name: 'Ambil 1 slot' }).click()
  const { code } = await confirmation(page)
  await page.keyboard.press('Escape') // the page below knows, without being loaded anew
  await seen(page, `Bayar ${code}`).waitFor()
  assert.equal(await seen(page, /^Gabung/).count(), 0)
  assert.match(await page.locator('.joinbar').innerText(), /1 slot disimpan\s+Bayar dalam 3 jam 59 menit/)
  await buyer.snapshot('milik-390')

  const other = await w.visit({ scripts: false })
  await other.signIn('buyer', 2)
  const shown = page.getByText('2 menunggu bayar').waitFor()
  await other.page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(other.page)
  await other.page.getByRole('button', { name: 'Ambil 1 slot' }).click()
  await other.page.waitForURL(/\/pesanan\/SWG-/)
  await shown // everybody's numbers have moved
  assert.equal(await seen(page, `Bayar ${code}`).count(), 1)
  assert.equal(await seen(page, /^Gabung/).count(), 0)

  await seen(page, `Bayar ${code}`).click()
  await page.waitForURL(`**/pesanan/${code}`)
  await page.goBack()
  const elsewhere = await buyer.context.newPage()
  await elsewhere.goto(`/pesanan/${code}`)
  await elsewhere.getByRole('button', { name: 'Lepas 1 slot' }).click()
  await elsewhere.waitForURL(/kabar=/)
  await elsewhere.close()
  await seen(page, /^Gabung/).waitFor()
  assert.equal(await seen(page, `Bayar ${code}`).count(), 0)
})

scenario('without JavaScript the page says the same', async w => {
  const campaign = await running(w)
  const buyer = await w.visit({ size: phone, scripts: false })
  await buyer.signIn('buyer', 3)
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(page)
  await page.getByRole('button', { name: 'Ambil 1 slot' }).click()
  await page.waitForURL(/\/pesanan\/SWG-/)
  const code = /SWG-\w+/.exec(page.url())[0]
  await page.goto(`/sambatan/${campaign}`)
  assert.equal(await seen(page, /^Gabung/).count(), 0)
  await buyer.snapshot('milik-390-tanpa')
  await seen(page, `Bayar ${code}`).click()
  await page.waitForURL(`**/pesanan/${code}`)
})

scenario('who waits is told so, and may take what is free', async w => {
  const campaign = await running(w, { slots: 1, perBuyer: '1' })
  const [first, second] = [await w.visit({ size: desktop }), await w.visit({ size: phone })]
  await first.signIn('buyer', 4)
  await second.signIn('buyer', 5)
  const { code } = await join(first, campaign)
  await second.page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(second.page)
  await second.page.getByRole('button', { name: /^Tunggu 1 slot/ }).click()
  await second.page.waitForURL(/\/pesanan\/SWG-/)
  await second.page.goto(`/sambatan/${campaign}`)
  assert.match(await second.page.locator('.joinbar').innerText(), /Anda di antrean\s+urutan pertama/)
  await seen(second.page, 'Sambatan saya').first().waitFor()

  await first.page.goto(`/sambatan/${campaign}`)
  await seen(first.page, `Bayar ${code}`).waitFor()
  await first.snapshot('milik-1280')
  await first.page.goto(`/pesanan/${code}`)
  await first.page.getByRole('button', { name: 'Lepas 1 slot' }).click()
  await seen(second.page, 'Terima tawaran').click()
  await second.page.getByRole('button', { name: 'Ambil 1 slot' }).waitFor()
})
