// The marketplace: four tabs, search, filters, order and pages.
import assert from 'node:assert/strict'
import { phone } from './harness/browser.mjs'
import { until } from './harness/until.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const heading = page => page.locator('h1').innerText()
const current = page => page.locator('nav[aria-label="Kategori"] a[aria-current="page"]').innerText()
const cards = page => page.locator('ul.grid > li').count()
const names = page => page.locator('ul.grid h3').allInnerTexts()

scenario('tabs swap in place, change the address, and Back goes back', async ({ visit }) => {
  const { page } = await visit({ size: phone })
  await page.goto('/')
  await page.waitForURL('**/pasar/parfum')
  await page.evaluate(() => { window.sameDocument = true })
  const perfumes = await names(page)
  for (const [tab, path] of [['Raw Material', 'raw-material'], ['Tools', 'tools'], ['Lainnya', 'lainnya']]) {
    await page.getByRole('navigation', { name: 'Kategori' }).getByRole('link', { name: tab }).click()
    await page.waitForURL(`**/pasar/${path}`)
    await until(async () => (await current(page)).includes(tab), { what: `the tab ${tab}` })
    assert.equal(await page.locator('header.bar').count(), 1, 'the page was not put into itself')
    assert.ok(await cards(page) > 0)
    assert.match(await page.title(), new RegExp(`Pasar ${tab}`))
    assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${path}`, 'focus stays on the tab')
  }
  assert.ok(await page.evaluate(() => window.sameDocument), 'the page was not loaded again')
  await page.goBack()
  await page.waitForURL('**/pasar/tools')
  await until(async () => (await current(page)).includes('Tools'), { what: 'Back to show Tools' })
  await page.goBack()
  await page.goBack()
  await page.waitForURL('**/pasar/parfum')
  await until(async () => String(await names(page)) === String(perfumes), { what: 'Back to show the perfumes' })
  assert.equal(await page.locator('header.bar').count(), 1)
})

for (const scripts of [true, false]) {
  const how = scripts ? 'with' : 'without'
  scenario(`search, filters, order and pages work ${how} JavaScript`, async ({ visit }) => {
    const { page } = await visit({ scripts })
    await page.goto('/pasar/parfum')
    assert.equal(await heading(page), 'Pasar')
    const total = async () => Number((await page.locator('nav.pager .num').nth(1).innerText()).replace(/\D/g, ''))

    const all = await total()
    const first = await names(page)
    const seen = new Set(first)
    for (let hal = 2; await page.getByRole('link', { name: 'Berikutnya' }).count() > 0; hal++) {
      await page.getByRole('link', { name: 'Berikutnya' }).click()
      await page.waitForURL(`**/pasar/parfum?hal=${hal}`)
      await page.getByRole('link', { name: 'Sebelumnya' }).waitFor()
      for (const name of await names(page)) seen.add(name)
    }
    assert.equal(seen.size, all, 'the pages together hold every product once')
    if (page.url().includes('hal=2')) {
      await page.getByRole('link', { name: 'Sebelumnya' }).click()
      await until(async () => String(await names(page)) === String(first), { what: 'the first page again' })
    }

    await page.goto('/pasar/parfum')
    await page.getByRole('searchbox').fill('nilam')
    await page.getByRole('searchbox').press('Enter')
    await page.waitForURL(/q=nilam/)
    await page.getByText(/\d+ hasil untuk “nilam”/).waitFor()
    const found = await cards(page)
    assert.ok(found > 0 && found < all)

    await page.getByRole('searchbox').fill('tidakadabarangini')
    await page.getByRole('searchbox').press('Enter')
    await page.getByRole('heading', { name: 'Tidak ada yang cocok' }).waitFor()
    await page.getByRole('link', { name: 'Tampilkan semua' }).click()
    await page.waitForURL(/\/pasar\/parfum$/)
    await page.locator('#chip-semua[aria-current]').waitFor()

    await page.getByRole('link', { name: /^Sambatan berjalan/ }).click()
    await page.waitForURL(/saring=sambatan/)
    await page.locator('#chip-sambatan[aria-current]').waitFor()
    const chip = Number((await page.locator('#chip-sambatan .num').innerText()).replace(/\D/g, ''))
    assert.equal(await total(), chip, 'the chip counts what it shows')
    assert.equal(await page.locator('ul.grid progress').count(), await cards(page), 'each has its level')

    await page.getByLabel('Urutkan').selectOption({ label: 'Harga terendah' })
    if (!scripts) await page.getByRole('button', { name: 'Terapkan' }).click()
    await page.waitForURL(/urut=termurah/)
    await until(async () => {
      const prices = (await page.locator('ul.grid .price').allInnerTexts()).map(text => Number(text.replace(/\D/g, '')))
      return prices.length > 1 && String(prices) === String([...prices].sort((a, b) => a - b))
    }, { what: 'the cheapest to come first' })
  })
}

scenario('a card leads to its product, and unknown addresses to a page that helps', async ({ visit }) => {
  const visitor = await visit({ size: phone })
  const { page } = visitor
  visitor.expect(404)
  await page.goto('/pasar/parfum')
  const name = (await names(page))[0]
  await page.locator('ul.grid h3 a').first().click()
  await page.waitForURL(/\/(sambatan|produk)\//)
  assert.match(await heading(page), new RegExp(`^${name.split(',')[0]}`))
  for (const path of ['/tidak-ada', '/pasar/sepatu', '/sambatan/bukan-id', '/produk/00000000-0000-4000-8000-000000000000']) {
    const answer = await page.goto(path)
    assert.equal(answer.status(), 404, path)
    await page.getByRole('heading', { name: 'Halaman ini tidak ada' }).waitFor()
  }
})
