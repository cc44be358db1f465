// A payment that does not stay: the bank of who paid takes it back. While the outcome is
// open the slot is free again; after success something is missing, and the goods wait until an
// operator says what became of it.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { phone } from './harness/browser.mjs'
import { join, orderSays, produce, published, sendParcel } from './harness/flows.mjs'
import { up } from './harness/program.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world(() => up('--ephemeral', '--payout-limit', '500000'))

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]
const bank = async program => (await fetch(sandbox(program))).text()

// press does the newest thing of a kind that can be done at the bank.
async function press(program, what) {
  const [, action] = new RegExp(`action="(/${what}/[^"]+)"`).exec(await bank(program))
  await fetch(sandbox(program) + action, { method: 'POST', redirect: 'manual' })
}

// faultsAtTheEnd looks where the bar at the bottom is over nothing: a link that it half covers is
// found too small. A page that grew meanwhile, as live ones do, is looked at again.
async function faultsAtTheEnd({ page }) {
  for (;;) {
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }))
    const found = await violations(page)
    if (await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1)) return found
  }
}

async function pays(program, { page }, code) {
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'QRIS' }).click()
  await page.getByText('Ganti cara bayar').waitFor()
  await press(program, 'bayar')
}

scenario('a payment is taken back while the outcome is open, another after success', async w => {
  const { program, visit } = w
  const maker = await visit()
  await maker.signIn('brand')
  const open = await published(program, maker, { slots: 3, closes: inSeconds(24 * 3600) })
  const buyer = await visit({ size: phone, axe: true })
  await buyer.signIn('buyer', 1)
  const first = await join(buyer, open)
  await pays(program, buyer, first.code)
  await orderSays(buyer, first.code, /Slot aman/)
  await press(program, 'tarik')
  await orderSays(buyer, first.code, /Pembayaran ditarik/)
  assert.deepEqual(await faultsAtTheEnd(buyer), [])
  if (process.env.SHOTS) await buyer.page.screenshot({ path: `${process.env.SHOTS}/order.png`, fullPage: true })

  const full = await published(program, maker, { slots: 1, closes: inSeconds(24 * 3600), perBuyer: '1' })
  const second = await join(buyer, full)
  await pays(program, buyer, second.code)
  await orderSays(buyer, second.code, /Batch penuh/)
  await press(program, 'tarik')
  await orderSays(buyer, second.code, /menghubungi Anda/)
  assert.deepEqual(await faultsAtTheEnd(buyer), [])

  await produce(maker, full)
  await orderSays(buyer, second.code, /Pengiriman ditunda/)
  for (const width of [320, 390, 1280]) {
    await buyer.page.setViewportSize({ width, height: 900 })
    assert.ok(await buyer.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `the order fits ${width} px`)
  }
  assert.deepEqual(await violations(buyer.page), [])
  await shows(maker, `/kelola/sambatan/${full}/pesanan/${second.code}`, /Jangan kirim dulu/)
  assert.equal(await maker.page.getByRole('button', { name: 'Catat dikirim' }).count(), 0)

  const operator = await visit({ axe: true })
  await operator.signIn('operator')
  const { page } = operator
  await shows(operator, '/ops/titipan', /masih kurang/)
  assert.deepEqual(await violations(page), [])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/desk.png`, fullPage: true })
  await page.getByLabel('Alasan').fill('kasus 2231, keberatan ditolak')
  await page.getByRole('button', { name: 'Catat sebagai rugi' }).click()
  await page.waitForURL(/kabar=kekurangan/)
  await until(async () => { await page.goto('/ops/titipan'); return !/masih kurang/.test(await page.innerText('main')) }, { what: 'nothing to be missing' })

  await orderSays(buyer, second.code, /Paket sedang disiapkan/)
  await sendParcel(maker, full, second.code, 'JP1234567890')
  await orderSays(buyer, second.code, /Paket dalam perjalanan/)
})

// fits checks the page that is open at a phone's width and at a desk's.
async function fits({ page }) {
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} fits ${width} px`)
  }
  assert.deepEqual(await violations(page), [])
}

scenario('a large loss takes two operators, and what comes back later makes it smaller', async ({ program, visit }) => {
  const maker = await visit()
  await maker.signIn('brand')
  const full = await published(program, maker, { slots: 1, price: '600.000', closes: inSeconds(24 * 3600), perBuyer: '1' })
  const buyer = await visit({ size: phone })
  await buyer.signIn('buyer', 2)
  const { code } = await join(buyer, full)
  await pays(program, buyer, code)
  await orderSays(buyer, code, /Batch penuh/)
  await press(program, 'tarik')

  const [one, two] = [await visit({ axe: true }), await visit({ scripts: false })]
  await one.signIn('operator')
  await two.signIn('lead')
  const says = (who, words) => shows(who, '/ops/titipan', words)
  await says(one, /Usulkan sebagai rugi/)
  await one.page.getByLabel('Alasan').fill('kasus 2231, keberatan ditolak')
  await one.page.getByRole('button', { name: 'Usulkan sebagai rugi' }).click()
  await one.page.waitForURL(/kabar=rugi-usul/)
  await says(one, /Anda yang mengusulkan/)
  await fits(one)
  if (process.env.SHOTS) await one.page.screenshot({ path: `${process.env.SHOTS}/loss.png`, fullPage: true })
  await says(two, /Setujui rugi/)
  await two.page.getByRole('button', { name: /^Setujui rugi/ }).click()
  await two.page.waitForURL(/kabar=kekurangan-rugi/)

  await says(one, /Tercatat sebagai rugi/)
  await fits(one)
  if (process.env.SHOTS) await one.page.screenshot({ path: `${process.env.SHOTS}/lost.png`, fullPage: true })
  const row = one.page.locator('li', { hasText: code })
  await row.getByLabel('Rujukan bukti').fill('SETTLE 7')
  await row.getByRole('button', { name: 'Kanal mengembalikan' }).click()
  await one.page.waitForURL(/kabar=kembali-usul/)
  await says(one, /Rujukan bukti SETTLE 7/)
  await fits(one)
  await says(two, /Setujui, Rp/)
  await two.page.getByRole('button', { name: /^Setujui, Rp/ }).click()
  await two.page.waitForURL(/kabar=rugi-kembali/)
})
