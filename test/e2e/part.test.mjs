// Paying too little, and then the rest: by the gateway and by transfer, on every width, with
// and without scripts.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { confirmation, fillJoin, join, orderSays, published } from './harness/flows.mjs'
import { line, record, statement, upload } from './harness/statement.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

let campaign
async function running({ program, visit }) {
  if (!campaign) {
    const maker = await visit()
    await maker.signIn('brand')
    campaign = await published(program, maker, { slots: 12, closes: inSeconds(24 * 3600), title: 'Wening Subuh sebagian' })
  }
  return campaign
}

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]

// pays pays the newest charge of the sandbox gateway: less than it asks for, or all of it.
async function pays(program, amount) {
  const page = await (await fetch(sandbox(program))).text()
  const [, order] = /<tr><td>([0-9a-f-]{36}-\d+)</.exec(page)
  const body = amount ? new URLSearchParams({ jumlah: String(amount) }) : undefined
  await fetch(`${sandbox(program)}/bayar/${order}`, { method: 'POST', redirect: 'manual', body })
}

const asked = async page => Number(await page.locator('[aria-label="Salin jumlah transfer"]').getAttribute('data-salin'))

scenario('without JavaScript a buyer pays too little by virtual account, and the rest by transfer', async w => {
  const buyer = await w.visit({ size: phone, scripts: false })
  await buyer.signIn('buyer', 1)
  const { page } = buyer
  await page.goto(`/sambatan/${await running(w)}/gabung`)
  await fillJoin(page)
  await page.getByRole('button', { name: /^Ambil \d+ slot$/ }).click()
  const { code } = await confirmation(page)
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'Virtual account BCA' }).click()
  await page.getByText(/3901 2000/).waitFor()
  await pays(w.program, 200_000)
  const said = await orderSays(buyer, code, /Kurang Rp83\.000\. Bayar sisanya sebelum/)
  assert.match(said, /Rp200\.000 sudah kami terima dan 1 slot tetap disimpan/)
  for (const size of [narrow, phone, desktop]) {
    await page.setViewportSize(size)
    await page.goto(`/pesanan/${code}`)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), size.width, `at ${size.width}`)
  }
  const rest = await asked(page)
  assert.ok(rest > 83_000 && rest < 84_000, `${rest} is asked for`)

  const operator = await w.visit({ size: phone, scripts: false })
  await operator.signIn('operator')
  const desk = await shows(operator, '/ops/titipan', /Baru dibayar sebagian/)
  assert.match(desk, new RegExp(`Untuk ${code}`))
  assert.equal(await operator.page.evaluate(() => document.documentElement.scrollWidth), phone.width)
  await upload(operator, statement(line({ text: 'TRSF E-BANKING CR SISA', amount: rest })))
  await record(operator)
  assert.match(await orderSays(buyer, code, /Slot aman/), /Selisih\s+Rp0/)
})

scenario('the page says by itself that a part came, and then that the rest did', async w => {
  const buyer = await w.visit({ size: desktop, axe: true })
  await buyer.signIn('buyer', 2)
  const { page } = buyer
  const { code } = await join(buyer, await running(w))
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'QRIS' }).click()
  await page.locator('.qr svg').waitFor()
  await pays(w.program, 277_583)
  await page.getByText(/Kurang Rp5\.417\. Bayar sisanya sebelum/).waitFor()
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [])
    await page.setViewportSize(size)
  }
  await page.getByRole('button', { name: 'GoPay' }).click()
  await page.getByText('Rp5.417').first().waitFor()
  await page.getByRole('link', { name: 'Buka GoPay' }).waitFor()
  await pays(w.program)
  await page.getByText('Slot aman').first().waitFor()
})

scenario('a buyer who gives up gets back what came, all of it', async w => {
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 3)
  const { page } = buyer
  const { code } = await join(buyer, await running(w))
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'QRIS' }).click()
  await page.locator('.qr svg').waitFor()
  await pays(w.program, 100_000)
  await page.getByText(/Kurang Rp183\.000/).first().waitFor()
  await page.getByText(/Rp100\.000 yang sudah masuk kami kirim kembali utuh/).waitFor()
  await page.getByRole('button', { name: /^Lepas/ }).click()
  await page.waitForURL(/kabar=lepas/)
  assert.match(await orderSays(buyer, code, /Rp100\.000 (sedang dikirim balik|sudah kami kirim balik)/), /Selisih\s+Rp0/)
})
