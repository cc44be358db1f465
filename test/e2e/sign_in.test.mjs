// The way in: an address is said, a link comes there, and it leads where one wanted to go.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { linkFrom, letters } from './harness/letters.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const ask = async (page, address) => {
  await page.getByLabel('Alamat email').fill(address)
  await page.getByRole('button', { name: 'Kirim tautan masuk' }).click()
}

for (const [how, options] of [['with scripts', { size: desktop }], ['without scripts, on a phone', { size: phone, scripts: false }]]) {
  const address = options.scripts === false ? 'raka@surat.example' : 'dinar@surat.example'
  const name = options.scripts === false ? /Raka/ : /Dinar/
  scenario(`somebody asks for a link and comes to where they wanted to go, ${how}`, async ({ visit }) => {
    const visitor = await visit(options)
    const { page, context } = visitor
    await page.goto('/saldo')
    await page.waitForURL(/\/masuk\?kembali=%2Fsaldo/)
    visitor.expect(422)
    await ask(page, 'dinar@')
    await page.getByRole('alert').getByText('Alamat email perlu diperbaiki').waitFor()
    assert.equal(await page.getByLabel('Alamat email').inputValue(), 'dinar@', 'what was typed is still there')
    await ask(page, ` ${address.toUpperCase()} `)
    await page.waitForURL(/\/masuk\/terkirim\?kembali=%2Fsaldo/)
    const known = await page.getByRole('main').innerText()
    assert.match(known, /Email sedang kami kirim ke alamat yang Anda tulis/)

    await page.getByRole('link', { name: 'Tulis alamat lagi' }).click()
    await ask(page, 'siapa@surat.example')
    await page.waitForURL(/\/masuk\/terkirim/)
    assert.equal(await page.getByRole('main').innerText(), known, 'nobody learns who is registered')

    const link = await linkFrom(context, address, 'Tautan masuk Anda')
    await page.goto(link)
    await page.getByRole('heading', { name }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Masuk' }).click()
    await page.waitForURL(/\/saldo\?kabar=masuk/)
    assert.match((await letters(context, 'siapa@surat.example'))[0].subject, /Belum ada akun/, 'only who reads its mail learns that nobody has it')

    const second = await visit(options)
    second.expect(404)
    await second.page.goto(link)
    await second.page.getByRole('heading', { name: 'Tautan ini sudah tidak berlaku' }).waitFor()
    await ask(second.page, address)
    await second.page.waitForURL(/\/masuk\/terkirim\?kembali=%2Fsaldo/)
    await second.page.goto(await linkFrom(second.context, address, 'Tautan masuk Anda', 2))
    await second.page.getByRole('main').getByRole('button', { name: 'Masuk' }).click()
    await second.page.waitForURL(/\/saldo\?kabar=masuk/)

    const impatient = await visit(options)
    impatient.expect(429)
    await impatient.page.goto('/masuk')
    await ask(impatient.page, address)
    await impatient.page.waitForURL(/\/masuk\/terkirim/)
    await impatient.page.goto('/masuk')
    await ask(impatient.page, address)
    await impatient.page.getByRole('alert').getByText('Tautan untuk alamat ini baru saja diminta').waitFor()
    assert.equal(await impatient.page.getByLabel('Alamat email').inputValue(), address)
  })
}

for (const size of [narrow, phone, desktop]) {
  scenario(`the way in is accessible at ${size.width} pixels`, async ({ visit }) => {
    const visitor = await visit({ size, axe: true })
    visitor.expect(404, 422)
    const { page } = visitor
    for (const path of ['/masuk', '/masuk/terkirim', '/masuk/mati']) {
      await page.goto(path)
      assert.deepEqual(await violations(page), [], path)
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth), `${path} fits`)
    }
    await ask(page, '')
    await page.getByRole('alert').waitFor()
    assert.deepEqual(await violations(page), [], 'with an error')
  })
}
