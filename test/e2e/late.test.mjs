// What is typed when the session ends is not lost.
import assert from 'node:assert/strict'
import { phone } from './harness/browser.mjs'
import { confirmation, fillJoin, published } from './harness/flows.mjs'
import { up } from './harness/program.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world(() => up('--ephemeral'))

scenario('a buyer who signs out in another tab goes on with the join that they had typed', async w => {
  const maker = await w.visit()
  await maker.signIn('brand')
  const campaign = await published(w.program, maker, { slots: 5, closes: inSeconds(3600), title: 'Wening Subuh dua tab' })
  const buyer = await w.visit({ size: phone })
  const person = await buyer.signIn('buyer', 1)
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}`)
  await page.getByRole('link', { name: 'Gabung', exact: true }).click()
  await page.locator('dialog#modal[open] form').waitFor()
  await fillJoin(page, { alamat: 'Jalan Dua Tab No. 7\nrumah "pojok" & pagar <hijau>' })

  buyer.expect(403)
  const other = await buyer.context.newPage()
  await other.goto('/profil')
  await other.locator('main').getByRole('button', { name: 'Keluar', exact: true }).click()
  await other.waitForURL(/kabar=keluar/)
  await page.getByRole('button', { name: /^Ambil 1 slot/ }).click()
  await page.getByRole('heading', { name: 'Anda sudah keluar' }).waitFor()

  const [third] = await Promise.all([buyer.context.waitForEvent('page'), page.getByRole('link', { name: 'Masuk di tab baru' }).click()])
  await third.waitForURL(/\/masuk\?kembali=/)
  await third.goto(person.link)
  await third.locator('main button[type=submit]').click()
  await third.waitForURL(url => !url.pathname.startsWith('/masuk/'))
  await page.getByRole('button', { name: 'Kirim lagi' }).click()
  await page.getByText(`Anda sekarang masuk sebagai ${person.name}`).waitFor()
  await page.getByRole('button', { name: 'Kirim lagi' }).click()
  await confirmation(page)
  assert.match(page.url(), /\/pesanan\//)
  assert.match(await page.locator('main').innerText(), /Jalan Dua Tab No\. 7[^]*rumah "pojok" & pagar <hijau>/)
})
