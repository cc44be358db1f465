// Paying through the gateway, from the choice to a safe slot: the real program,
// its sandbox gateway, and the gateway's reports over HTTP.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, phone } from './harness/browser.mjs'
import { confirmation, fillJoin, join, orderSays, published } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
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

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]

// bills are the charges that the sandbox gateway knows, the newest first.
async function bills(program) {
  const page = await (await fetch(sandbox(program))).text()
  return [...page.matchAll(/<tr><td>([0-9a-f-]{36}-\d+)<td>([^<]*)<td>[^<]*<td>[^<]*<td>(\w+)/g)]
    .map(([, order, kind, status]) => ({ order, kind: kind.trim(), status }))
}

// settle pays a charge in the buyer's bank or wallet.
const settle = (program, order) => fetch(`${sandbox(program)}/bayar/${order}`, { method: 'POST', redirect: 'manual' })

scenario('on a phone a buyer pays by QRIS, and the page says by itself that the slot is safe', async w => {
  const id = await running(w)
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 1)
  const { page } = buyer
  const { code } = await join(buyer, id)
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'QRIS' }).click()
  await page.locator('.qr svg').waitFor()
  const [bill] = await bills(w.program)
  assert.deepEqual([bill.kind, bill.status], ['qris', 'pending'])
  await settle(w.program, bill.order)
  await page.getByText('Slot aman').first().waitFor({ timeout: 5_000 })
  await page.getByText(/Lewat QRIS, dibayar/).waitFor()
  assert.equal(await page.locator('.qr').count(), 0)
})

scenario('without JavaScript a buyer changes the way to pay, and the old one is closed first', async w => {
  const id = await running(w)
  const buyer = await w.visit({ size: phone, scripts: false })
  await buyer.signIn('buyer', 2)
  const { page } = buyer
  await page.goto(`/sambatan/${id}/gabung`)
  await fillJoin(page)
  await page.getByRole('button', { name: /^Ambil \d+ slot$/ }).click()
  const { code } = await confirmation(page)
  await page.getByRole('button', { name: 'GoPay' }).click()
  await page.getByRole('link', { name: 'Buka GoPay' }).waitFor()
  await page.getByText('Ganti cara bayar').click()
  await page.getByRole('button', { name: 'Virtual account BRI' }).click()
  await page.getByText(/2621 5000/).waitFor()
  const [now, before] = await bills(w.program)
  assert.deepEqual([before.kind, before.status, now.kind, now.status], ['gopay', 'expire', 'bank_transfer bri', 'pending'])
  await settle(w.program, now.order)
  await orderSays(buyer, code, /Slot aman/)
})

scenario('slots that a buyer gives up are free once the gateway has closed the bill', async w => {
  const id = await running(w)
  const buyer = await w.visit({ size: desktop })
  await buyer.signIn('buyer', 3)
  const { page } = buyer
  const { code } = await join(buyer, id)
  const { held } = await w.program.campaign(id)
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'Virtual account BCA' }).click()
  await page.getByText(/3901 2000/).waitFor()
  await page.getByRole('button', { name: /^Lepas/ }).click()
  await page.waitForURL(/kabar=lepas/)
  await orderSays(buyer, code, /Slot dilepas/)
  assert.equal((await bills(w.program))[0].status, 'expire')
  await w.program.reaches(id, c => c.held === held - 1, { what: 'the slot to be free' })
})

scenario('who pays while the slot is being given up keeps it', async w => {
  const id = await running(w)
  const buyer = await w.visit({ size: desktop })
  await buyer.signIn('buyer', 4)
  const { page } = buyer
  const { code } = await join(buyer, id)
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'Virtual account BNI' }).click()
  await page.getByText(/9881 2000/).waitFor()
  const [bill] = await bills(w.program)
  const answered = page.waitForEvent('load')
  await Promise.all([settle(w.program, bill.order), page.getByRole('button', { name: /^Lepas/ }).click()])
  await answered
  await orderSays(buyer, code, /Slot (aman|dilepas)/)
  await until(async () => {
    const said = await orderSays(buyer, code, /Slot (aman|dilepas)/)
    return /Slot aman/.test(said) // it was paid, whichever came first: a free slot is found
  }, { what: 'the payment to count' })
})

for (const size of [phone, desktop]) {
  scenario(`axe finds nothing on the ways to pay at ${size.width}`, async w => {
    const id = await running(w)
    const buyer = await w.visit({ size, axe: true })
    await buyer.signIn('buyer', size === phone ? 5 : 0)
    const { page } = buyer
    const { code } = await join(buyer, id)
    await page.goto(`/pesanan/${code}`)
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'QRIS' }).click()
    await page.locator('.qr svg').waitFor()
    await page.getByText('Ganti cara bayar').click()
    assert.deepEqual(await violations(page), [])
  })
}

scenario('on a phone the first screen says how much, until when and how, and leads to the next step', async w => {
  const id = await running(w)
  const buyer = await w.visit({ size: phone })
  await buyer.signIn('buyer', 4)
  const { page } = buyer
  const { code } = await join(buyer, id)
  await page.goto(`/pesanan/${code}`)
  const bar = await page.locator('.bottomnav').evaluate(e => e.getBoundingClientRect().top)
  const seen = async locator => {
    const { y, height } = await locator.first().boundingBox()
    return y >= 0 && y + height <= bar
  }
  const box = page.locator('.paybox').first()
  assert.ok(await seen(box.getByText(/^Rp\d/)), 'the amount')
  assert.ok(await seen(box.getByText(/Paling lambat/)), 'until when')
  assert.ok(await seen(box.getByRole('button', { name: 'Salin jumlah' })), 'to copy it')
  assert.ok(await seen(page.getByRole('button', { name: 'QRIS' })), 'how')
  assert.equal(await page.getByRole('button', { name: 'Kabari sudah transfer' }).isVisible(), false, 'nobody has transferred yet')

  await page.getByRole('button', { name: 'Virtual account BCA' }).click()
  const number = page.getByRole('button', { name: 'Salin nomor virtual account' })
  await number.waitFor()
  assert.ok(await seen(number), 'the number to pay to')
  await page.getByText('Ganti cara bayar').click()
  await page.getByRole('button', { name: 'QRIS' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Simpan kode QR' }).click()])
  assert.equal(file.suggestedFilename(), 'qris.png')
  assert.ok(await seen(page.locator('.qr svg')))

  await page.getByText('Atau transfer bank dengan kode unik').click()
  await page.getByText('Saya sudah transfer').click()
  await page.getByRole('button', { name: 'Kabari sudah transfer' }).click()
  await page.waitForURL(/kabar=lapor/)
})
