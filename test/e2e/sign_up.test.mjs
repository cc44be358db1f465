// Whoever has no account: an address is said, a letter comes there, and behind its link a name makes the account.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { linkFrom } from './harness/letters.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const askTo = button => async (page, address) => {
  await page.getByLabel('Alamat email').fill(address)
  await page.getByRole('button', { name: button }).click()
}
const ask = askTo('Kirim tautan daftar')

async function finish(page, name) {
  await page.getByLabel('Nama', { exact: true }).fill(name)
  await page.getByRole('checkbox', { name: /syarat sambatan/ }).check()
  await page.getByRole('checkbox', { name: /kebijakan privasi/ }).check()
  await page.getByRole('button', { name: 'Buat akun' }).click()
}

for (const [how, options, address] of [
  ['with scripts', { size: desktop }, 'wulan@surat.example'], ['without scripts, on a phone', { size: phone, scripts: false }, 'wening@surat.example'],
]) {
  scenario(`somebody who wants to join registers first, and comes to the join, ${how}`, async ({ visit }) => {
    const { page, context } = await visit(options)
    await page.goto('/pasar/parfum')
    await page.getByRole('list').getByRole('link', { name: 'Wening Subuh' }).first().click()
    await page.waitForURL(/\/sambatan\//)
    await page.getByRole('link', { name: /^Gabung/ }).first().click()
    await page.waitForURL(/\/masuk\?kembali=.*gabung/)
    await page.getByRole('main').getByRole('link', { name: 'Daftar' }).click()
    await page.waitForURL(/\/daftar\?kembali=.*gabung/)
    await ask(page, address)
    await page.waitForURL(/\/daftar\/terkirim\?kembali=.*gabung/)

    const mailProgram = await visit(options) // another browser, as phones open links in
    mailProgram.expect(422, 409)
    const link = await linkFrom(mailProgram.context, address, 'Selesaikan pendaftaran Anda')
    await mailProgram.page.goto(link)
    await mailProgram.page.getByText(address).waitFor()
    await mailProgram.page.getByLabel('Nama', { exact: true }).fill('Wulan Prameswari')
    await mailProgram.page.getByRole('button', { name: 'Buat akun' }).click()
    await mailProgram.page.getByRole('alert').getByText('Persetujuan syarat belum dicentang').waitFor()
    assert.equal(await mailProgram.page.getByLabel('Nama', { exact: true }).inputValue(), 'Wulan Prameswari', 'what was typed is still there')
    await finish(mailProgram.page, 'Wulan Prameswari')
    await mailProgram.page.waitForURL(/\/sambatan\/[^/]+\/gabung\?/)
    await mailProgram.page.getByText('Selamat datang!').waitFor()

    await mailProgram.page.goto(link)
    await mailProgram.page.getByRole('heading', { name: 'Anda sudah punya akun' }).waitFor()
    await page.goto('/daftar')
    await ask(page, address)
    await page.waitForURL(/\/daftar\/terkirim/)
    await page.goto(await linkFrom(context, address, 'Anda sudah punya akun'))
    await page.getByRole('heading', { name: /Wulan/ }).waitFor()
  })
}

scenario('a tap too many makes one account, and signs in all the same', async ({ visit }) => {
  const { page, context } = await visit({ size: phone })
  await page.goto('/masuk')
  await askTo('Kirim tautan masuk')(page, 'dua@surat.example')
  await page.goto(await linkFrom(context, 'dua@surat.example', 'Belum ada akun dengan alamat ini'))
  await page.getByLabel('Nama', { exact: true }).fill('Dua Kali')
  await page.getByRole('checkbox', { name: /syarat sambatan/ }).check()
  await page.getByRole('checkbox', { name: /kebijakan privasi/ }).check()
  await page.getByRole('button', { name: 'Buat akun' }).dblclick()
  await page.waitForURL(/\/pasar\/parfum/)
  await page.goto('/profil')
  await page.getByRole('main').getByText('Dua Kali').first().waitFor()
})

for (const size of [narrow, phone, desktop]) {
  scenario(`the way to an account is accessible at ${size.width} pixels`, async ({ visit }) => {
    const visitor = await visit({ size, axe: true })
    visitor.expect(404, 422, 409)
    const { page, context } = visitor
    const address = `aksesibel-${size.width}@surat-yang-panjang-sekali.example`
    const fine = async what => {
      assert.deepEqual(await violations(page), [], what)
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth), `${what} fits`)
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${what.replaceAll('/', '_')}-${size.width}.png`, fullPage: true })
    }
    for (const path of ['/daftar', '/daftar/terkirim', '/daftar/mati']) {
      await page.goto(path)
      await fine(path)
    }
    await page.goto('/daftar')
    await ask(page, '')
    await page.getByRole('alert').waitFor()
    await fine('daftar with an error')
    await ask(page, address)
    const link = await linkFrom(context, address, 'Selesaikan pendaftaran Anda')
    await page.goto(link)
    await fine('the form')
    await page.getByRole('button', { name: 'Buat akun' }).click()
    await page.getByRole('alert').waitFor()
    await fine('the form with errors')
    await finish(page, 'Aksara Nusantara')
    await page.waitForURL(/\/pasar\/parfum/)
    for (const path of ['/pesanan', '/saldo', '/profil', '/notifikasi']) {
      await page.goto(path)
      await fine(`new at ${path}`)
    }
    await page.goto(link)
    await fine('the link when it is used')
  })
}
