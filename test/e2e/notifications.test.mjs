// What people are told, and the bell that says so.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, phone } from './harness/browser.mjs'
import { confirm, join, published, tell } from './harness/flows.mjs'
import { inSeconds } from './harness/words.mjs'
import { watchText } from './harness/watch.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const bell = page => page.locator('a.bell')

// unread is the number that the bell says.
const unread = async page => Number(/^(\d+) notifikasi belum dibaca$/.exec(await bell(page).locator('.sr').innerText())?.[1] ?? 0)

const rings = (page, n) => watchText(page, 'a.bell', new RegExp(`\\b${n} notifikasi belum dibaca`))

async function stage({ program, visit }, options) {
  const [maker, operator, buyer] = await Promise.all([visit(), visit(options), visit(options)])
  await Promise.all([maker.signIn('brand'), operator.signIn('operator'), buyer.signIn('buyer', 3)])
  const campaign = await published(program, maker, { slots: 6, closes: inSeconds(24 * 3600), title: 'Wening Subuh berdering' })
  return { campaign, maker, operator, buyer }
}

scenario('the bell rings as it happens; a notification leads to what it is about and is read then', async w => {
  const { campaign, maker, operator, buyer } = await stage(w, { size: phone })
  const { page } = buyer
  const { code } = await join(buyer, campaign)
  await tell(buyer, code)
  await page.goto('/pesanan')
  const before = await unread(page)
  await maker.page.goto('/kelola/sambatan')
  const heard = await rings(maker.page, await unread(maker.page) + 1)
  const rang = await rings(page, before + 1)
  await page.evaluate(() => { window.sameDocument = true })
  await confirm(operator, code)
  await rang()
  await heard()
  assert.ok(await page.evaluate(() => window.sameDocument), 'the page was not loaded again')

  await bell(page).click()
  await page.waitForURL('**/notifikasi')
  assert.equal(await bell(page).getAttribute('aria-current'), 'page')
  const first = page.locator('.notif').first()
  assert.match(await first.innerText(), /Slot Wening Subuh berdering, batch 7 aman/)
  assert.match(await first.innerText(), /Rp283\.000 ditahan/)
  assert.match(await first.innerText(), /Belum dibaca/)
  await first.getByRole('link').click()
  await page.waitForURL(`**/pesanan/${code}`)
  assert.equal(await unread(page), 0, 'it was the newest: those before it are read too')
  await page.goBack()
  await page.reload()
  assert.equal(await page.getByText('Belum dibaca', { exact: true }).count(), 0)
})

scenario('without JavaScript the list is read, opened and marked all the same', async w => {
  const { campaign, operator, buyer } = await stage(w)
  const { code } = await join(buyer, campaign)
  await tell(buyer, code)
  const plain = await w.visit({ scripts: false, size: phone })
  await plain.context.addCookies(await operator.context.cookies())
  const { page } = plain
  await page.goto('/ops')
  const before = await unread(page)
  assert.ok(before > 1)
  await bell(page).click()
  await page.waitForURL('**/notifikasi')
  assert.match(await page.locator('.notif').first().innerText(), new RegExp(`Transfer ${code} perlu dicek`))
  await page.getByRole('link', { name: 'Berikutnya' }).click()
  await page.waitForURL('**/notifikasi?hal=2')
  await page.getByRole('link', { name: 'Sebelumnya' }).click()
  await page.locator('.notif').nth(1).getByRole('link').click()
  await page.waitForURL(/\/ops\//)
  assert.equal(await unread(page), 1, 'the one above it')

  await page.goto('/notifikasi')
  await page.getByRole('button', { name: 'Tandai semua sudah dibaca' }).click()
  await page.waitForURL(/kabar=dibaca/)
  assert.match(await page.locator('main').innerText(), /Semua notifikasi ditandai sudah dibaca\.[^]*Semua sudah dibaca\./)
  assert.equal(await unread(page), 0)
  await page.locator('.notif').first().getByRole('link').click()
  await page.waitForURL(/\/ops\/transfer\/[0-9a-f-]{36}\/terima$/)
})

scenario('a visitor signs in first and comes back to the list', async ({ program, visit }) => {
  const { page } = await visit()
  await page.goto('/notifikasi')
  await page.waitForURL(/\/masuk\?kembali=%2Fnotifikasi/)
  assert.equal(await bell(page).count(), 0)
  await page.goto(program.person('buyer', 0).link)
  await page.getByRole('main').getByRole('button', { name: 'Masuk' }).click()
  await page.waitForURL(/\/notifikasi\?kabar=masuk/)
})

for (const size of [phone, desktop]) {
  scenario(`axe finds nothing at ${size.width} pixels, and the focus can be seen`, async ({ visit }) => {
    for (const [role, nth] of [['buyer', 0], ['operator', 0], ['auditor', 0]]) {
      const visitor = await visit({ size, axe: true })
      await visitor.signIn(role, nth)
      const { page } = visitor
      await page.goto('/notifikasi')
      assert.deepEqual(await violations(page), [], role)
      await page.setViewportSize(size)
      await bell(page).focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Shift+Tab')
      assert.notEqual(await bell(page).evaluate(e => getComputedStyle(e).outlineStyle), 'none')
      await page.getByRole('banner').getByRole('link', { name: /^(Notifikasi|\d+ notifikasi belum dibaca)$/ }).waitFor()
    }
  })
}
