// From a draft to an outcome, through the pages of everyone who takes part.
import assert from 'node:assert/strict'
import { holds } from './harness/awaited.mjs'
import { narrow } from './harness/browser.mjs'
import { arrived, confirm, join, openTransfer, orderSays, produce, publish, received, sendParcel, tell } from './harness/flows.mjs'
import { pace } from './harness/pace.mjs'
import { up } from './harness/program.mjs'
import { count, exported, readTrail, trail } from './harness/trail.mjs'
import { inSeconds, rupiah, wib } from './harness/words.mjs'
import { world } from './harness/world.mjs'

// Operators send what goes back here; refund.test.mjs has it go by itself.
const { scenario } = world(() => up('--ephemeral', '--refunds', 'by-hand'))

const price = 283_000 // one slot with its shipping

async function cast({ visit }, buyers) {
  const people = await Promise.all(['brand', 'operator', 'auditor', ...Array(buyers).fill('buyer')].map(async (role, i) => {
    const visitor = await visit()
    await visitor.signIn(role, role === 'buyer' ? i - 2 : 0)
    return visitor
  }))
  const [maker, operator, auditor, ...rest] = people
  return { maker, operator, auditor, buyers: rest }
}

// soon is a deadline that leaves time for so many pages, at the pace that this
// machine shows right now.
const soon = async (visitor, pages) => inSeconds(5 + 2 * pages * await pace(visitor) / 1000)

// secure is a buyer's whole way into a batch.
async function secure(operator, buyer, campaign, told) {
  const order = await join(buyer, campaign)
  await tell(buyer, order.code, told)
  await confirm(operator, order.code)
  return order
}

scenario('three slots, three buyers, three transfers: it succeeds, and the trail balances', async w => {
  const { maker, operator, auditor, buyers } = await cast(w, 3)
  const campaign = await publish(w.program, maker, { slots: 3, closes: inSeconds(3600), title: 'Wening Subuh berhasil' })
  const board = await w.visit()
  await board.signIn('operator')
  await board.page.goto('/ops')
  const orders = []
  for (const [i, buyer] of buyers.entries()) {
    orders.push(await secure(operator, buyer, campaign))
    await board.page.locator(`#baris-${campaign}`).getByText(`${i + 1}/3`).waitFor()
  }
  const { lifecycle } = await w.program.reaches(campaign, c => c.phase === 'Succeeded')
  assert.equal(lifecycle, 'FULL')

  const { events, balances, text } = await trail(auditor, campaign, { 'payment.instruction_paid.v1': 3, 'sambatan.succeeded.v1': 1 })
  assert.deepEqual(count(events), {
    'sambatan.drafted.v1': 1, 'sambatan.submitted.v1': 1, 'sambatan.approved.v1': 1, 'sambatan.published.v1': 1, 'sambatan.opened.v1': 1,
    'sambatan.slots_held.v1': 3, 'payment.instruction_issued.v1': 3,
    'payment.transfer_reported.v1': 3, 'sambatan.hold_kept.v1': 3,
    'payment.receipt_recorded.v1': 3, 'sambatan.slots_secured.v1': 3,
    'payment.receipt_allocated.v1': 3, 'payment.instruction_paid.v1': 3,
    'sambatan.succeeded.v1': 1,
  })
  for (const event of events) {
    assert.equal(event.debit, event.credit, `${event.type} at ${event.position} balances`)
    if (/receipt_(recorded|allocated)/.test(event.type)) assert.ok(event.debit > 0, `${event.type} moves money`)
  }
  const positions = events.map(e => e.position)
  assert.deepEqual(positions, [...positions].sort((a, b) => a - b), 'in the order of the log')
  assert.equal(balances.escrow, 3 * price)
  assert.equal(balances.bank, orders.reduce((sum, o) => sum + o.total, 0))
  assert.match(text, /Seimbang, selisih Rp0/)
  for (const personal of ['Anggrek Hutan', 'Tirta Wibowo', '7000411193', '81200004471']) {
    assert.ok(!text.includes(personal), `the trail holds no ${personal}`)
  }

  await replayed(w, campaign, events, orders)

  // The maker takes the batch to its end: a resi for each order, and word of what
  // arrived. Two buyers confirm what is noted, the third knows first.
  await produce(maker, campaign)
  for (const [i, order] of orders.entries()) {
    await sendParcel(maker, campaign, order.code, `jp 88120000${10 + i}`)
    if (i < 2) await arrived(maker, campaign, order.code)
    const words = await orderSays(buyers[i], order.code, i < 2 ? /Tanpa kabar dari Anda, pesanan dianggap diterima pada/ : /Paket dalam perjalanan/)
    assert.match(words, new RegExp(`JP88120000${10 + i}`))
    await received(buyers[i], order.code)
  }
  await w.program.reaches(campaign, c => c.lifecycle === 'COMPLETED')
  for (const [i, order] of orders.entries()) await orderSays(buyers[i], order.code, /Diteruskan ke perajin/)

  const end = await trail(auditor, campaign, { 'payment.escrow_released.v1': 3 })
  for (const event of end.events) assert.equal(event.debit, event.credit, `${event.type} at ${event.position} balances`)
  assert.equal(count(end.events)['payment.escrow_released.v1'], 3)
  assert.equal(end.balances.escrow, undefined, 'nothing is held any more')
  assert.equal(end.balances.fee, 3 * 13_250, '5 % of the goods')
  assert.equal(end.balances.seller, 3 * (price - 13_250), 'the rest is the brand\'s, shipping included')
  assert.match(end.text, /Seimbang, selisih Rp0/)
})

// tracked goes along the track of events, by touch and by keyboard, and comes back.
async function tracked(page, then) {
  const here = page.url()
  const bars = page.locator('.track:visible a')
  assert.ok(await bars.count() > 1, 'there is more than one thing to choose')
  assert.equal(await page.locator('.track:visible a[aria-current=true]').count(), 1)
  assert.equal(await page.locator('.track:visible .flag').count(), 1)
  const track = await page.locator('.track:visible').boundingBox()
  assert.ok(track.width / 11 >= 24, `as many bars as there may be can be touched: ${track.width}`)
  for (const bar of await bars.all()) {
    const { x, width, height } = await bar.boundingBox()
    assert.ok(width >= 24 && height >= 24, `a bar can be touched: ${width} × ${height}`)
    assert.ok(x >= 0 && x + width <= narrow.width, 'and is on the page')
  }
  assert.match(await page.locator('.track:visible').innerText(), /memindahkan uang/)

  await page.getByRole('link', { name: 'Jam itu' }).focus()
  await page.keyboard.press('Tab')
  const tip = page.locator('.track:visible a:focus .tip')
  assert.match(await tip.innerText(), /WIB: \d+ peristiwa/)
  assert.equal(await tip.evaluate(e => getComputedStyle(e).clipPath), 'none', 'what a bar is can be read')
  await page.keyboard.press('Enter')
  await page.waitForURL(/posisi=\d+#kapan$/)
  assert.equal(await page.locator('article.ev').last().getAttribute('id'), `ev-${new URL(page.url()).searchParams.get('posisi')}`)

  await page.goto(here)
  await page.getByRole('link', { name: 'Mundur 1' }).click()
  await page.waitForURL(/#kapan$/)
  assert.equal((await readTrail(page)).events.at(-1).position, then.events.at(-2).position)
  await page.getByRole('link', { name: 'Jam itu' }).click()
  await page.getByRole('heading', { name: /^Peristiwa pada .*–.* WIB$/ }).waitFor()
  await page.getByRole('link', { name: 'Maju 1' }).click()
  await page.waitForURL(/rentang=jam.*#kapan$/)
  assert.equal((await readTrail(page)).events.at(-1).position, then.events.at(-1).position)
}

// replayed looks at the second payment's instant on a small phone without scripts, and takes
// the file of that instant away.
async function replayed(w, campaign, events, orders) {
  const auditor = await w.visit({ size: narrow, scripts: false })
  auditor.expect(422)
  await auditor.signIn('auditor')
  const { page } = auditor
  await page.goto(`/audit/sambatan/${campaign}`)
  const second = events.filter(e => e.type === 'sambatan.slots_secured.v1')[1].position
  await page.locator(`#ev-${second} .head a`).click()
  await page.getByText(/^Keadaan pada posisi/).waitFor()
  const then = await readTrail(page)
  assert.equal(then.events.at(-1).position, second)
  assert.match(then.text, /Slot aman dari batas\s*2 \/ 3/)
  assert.equal(then.balances.escrow, price, 'the first is in escrow')
  assert.equal(then.balances.suspense, orders[1].total, 'the second is on its way there')
  assert.equal(then.balances.bank, orders[0].total + orders[1].total)

  await tracked(page, then)
  const { file, says, refused } = await exported(auditor)
  assert.equal(says.code, 0, says.log)
  assert.match(says.out, new RegExp(`${then.events.length} events, every leaf recomputes`))
  assert.ok(!file.includes('Anggrek Hutan'))
  assert.equal(refused.code, 1)
  assert.match(refused.log, /the event does not match its leaf/)

  await page.getByLabel('Atau posisi').fill('tujuh')
  await page.getByRole('form', { name: 'Menurut posisi' }).getByRole('button').click()
  await page.locator('.errsum').waitFor()
  assert.equal(await page.getByLabel('Atau posisi').inputValue(), 'tujuh')
  await page.getByLabel('Atau posisi').fill(String(events[0].position))
  await page.getByRole('form', { name: 'Menurut posisi' }).getByRole('button').click()
  await page.getByRole('link', { name: 'Kembali ke keadaan sekarang' }).click()
  assert.match((await readTrail(page)).text, /Keadaan sekarang/)
}

scenario('two of three slots at the deadline: it fails, and exactly two refunds are due', async w => {
  const { maker, operator, auditor, buyers } = await cast(w, 3)
  const closes = await soon(buyers[0], 32)
  const campaign = await publish(w.program, maker, { slots: 3, closes, title: 'Wening Subuh gagal' })
  const orders = []
  for (const buyer of buyers.slice(0, 2)) orders.push(await secure(operator, buyer, campaign))
  const unpaid = await join(buyers[2], campaign)
  await buyers[2].page.goto(`/pesanan/${unpaid.code}`)
  await buyers[2].page.getByRole('button', { name: 'Lepas 1 slot' }).click()
  await buyers[2].page.waitForURL(/kabar=lepas/)
  assert.ok(Date.now() < closes, 'everything was done in time')

  await w.program.reaches(campaign, c => c.lifecycle === 'FAILED', { within: closes - Date.now() + 20_000 })
  const refunds = await refundsDue(operator, 'Wening Subuh gagal', 2)
  assert.deepEqual(refunds, Object.fromEntries(orders.map(o => [o.code, o.total])), 'each gets back what was transferred, code included')

  for (const [i, order] of orders.entries()) {
    const due = await orderSays(buyers[i], order.code, /Dana disiapkan petugas/)
    assert.match(due, /belum mencapai batas minimal/)
    await sendBack(operator, order)
    const words = await orderSays(buyers[i], order.code, /Dana sudah dikirim/)
    assert.match(words, new RegExp(`KEMBALI ${order.code}`), 'the evidence')
    const sum = (await buyers[i].page.locator('section', { has: buyers[i].page.locator('#uang') }).locator('dl.sum > div').allInnerTexts())
    assert.equal(rupiah(sum[0]), order.total)
    assert.match(sum.at(-1), /Selisih\s+Rp0/)
  }
  await w.program.reaches(campaign, c => c.phase === 'ClosedFailed')

  const { events, balances } = await trail(auditor, campaign, { 'payment.refund_transferred.v1': 2, 'sambatan.unwound.v1': 1 })
  const seen = count(events)
  assert.equal(seen['sambatan.failed.v1'], 1)
  assert.equal(seen['payment.refund_due.v1'], 2)
  assert.equal(seen['payment.refund_transferred.v1'], 2)
  assert.equal(seen['sambatan.unwound.v1'], 1)
  for (const event of events) assert.equal(event.debit, event.credit, `${event.type} at ${event.position} balances`)
  assert.deepEqual(balances, {}, 'every account of the sambatan is back at nought')
})

scenario('money paid in time counts after the deadline, money paid later goes back', async w => {
  const { maker, operator, buyers: [early, late] } = await cast(w, 2)
  const closes = await soon(early, 18)
  const title = 'Wening Subuh tepat waktu'
  const campaign = await publish(w.program, maker, { slots: 3, least: 1, closes, title })
  const inTime = await join(early, campaign)
  const paidAt = wib(new Date())
  await tell(early, inTime.code, { tanggal_transfer: paidAt.date, jam_transfer: paidAt.time })
  const tooLate = await join(late, campaign)
  assert.ok(Date.now() < closes, 'both joined in time')

  await w.program.reaches(campaign, c => c.phase === 'Settling', { within: closes - Date.now() + 20_000 })
  await orderSays(late, tooLate.code, /Waktu bayar sudah lewat[^]*Jangan bayar sekarang/)
  assert.equal(await late.page.getByRole('button', { name: 'QRIS' }).count(), 0, 'nothing can be begun that would come too late')
  await late.snapshot('bayar-lewat')
  await tell(late, tooLate.code)
  await confirm(operator, inTime.code, { tanggal_bank: paidAt.date, jam_bank: paidAt.time })
  await orderSays(early, inTime.code, /Slot aman|Batch penuh/)

  const after = wib(new Date(closes.getTime() + 1000))
  await confirm(operator, tooLate.code, { tanggal_bank: after.date, jam_bank: after.time })
  assert.deepEqual(await refundsDue(operator, title, 1), { [tooLate.code]: tooLate.total })
  const words = await orderSays(late, tooLate.code, /dikirim setelah sambatan ditutup/)
  assert.match(words, /Dana disiapkan petugas/)

  const done = await w.program.reaches(campaign, c => c.phase === 'Succeeded', { what: 'the outcome, as nobody is waited for any more' })
  assert.equal(done.secured, 1)
  await sendBack(operator, tooLate)
  await orderSays(late, tooLate.code, /Dana sudah dikirim/)
})

scenario('a maker who calls it off sends everything back', async w => {
  const { maker, operator, buyers: [buyer] } = await cast(w, 1)
  const title = 'Wening Subuh batal'
  const campaign = await publish(w.program, maker, { slots: 3, closes: inSeconds(3600), title })
  const order = await secure(operator, buyer, campaign)
  maker.expect(422)
  await maker.page.goto(`/kelola/sambatan/${campaign}`)
  await maker.page.getByRole('link', { name: /Batalkan sambatan/ }).click()
  await maker.page.getByRole('button', { name: 'Batalkan dan kembalikan dana' }).click()
  assert.match(await maker.page.locator('.errsum').innerText(), /Alasan belum diisi/)
  await maker.page.locator('#f-alasan').fill('Panen akar wangi gagal karena banjir')
  await maker.page.getByRole('button', { name: 'Batalkan dan kembalikan dana' }).click()
  await maker.page.waitForURL(/kabar=batal/)
  assert.deepEqual(await refundsDue(operator, title, 1), { [order.code]: order.total })
  await orderSays(buyer, order.code, /Sambatan ini dibatalkan/)
  await buyer.page.goto(`/sambatan/${campaign}`)
  assert.match(await buyer.page.locator('main').innerText(), /Panen akar wangi gagal karena banjir/)
})

scenario('a transfer that the bank does not show is refused with a reason, and the buyer may tell again', async w => {
  const { maker, operator, buyers: [buyer] } = await cast(w, 1)
  const campaign = await publish(w.program, maker, { slots: 3, closes: inSeconds(3600) })
  const order = await join(buyer, campaign)
  await tell(buyer, order.code)
  await openTransfer(operator, order.code)
  await operator.page.getByLabel('Alasan yang dibaca pembeli').fill('Belum ada dana masuk sampai sekarang')
  await operator.page.getByRole('button', { name: 'Tolak kabar ini' }).click()
  await operator.page.waitForURL(/kabar=tolak/)
  await orderSays(buyer, order.code, /Belum ada dana masuk sampai sekarang/)
  await tell(buyer, order.code)
  await confirm(operator, order.code)
  await orderSays(buyer, order.code, /Slot aman/)
})

scenario('a wrong amount is money too: less waits for the rest and goes back with the slot, more secures it and what is too much goes back', async w => {
  const { maker, operator, buyers: [less, more] } = await cast(w, 2)
  const title = 'Wening Subuh jumlah lain'
  const campaign = await publish(w.program, maker, { slots: 4, closes: inSeconds(3600), title })
  const short = await join(less, campaign)
  await tell(less, short.code)
  await confirm(operator, short.code, { jumlah: '100.000' })
  await orderSays(less, short.code, /Kurang Rp[\d.]+\. Bayar sisanya/)
  await less.page.getByRole('button', { name: 'Lepas 1 slot' }).click()
  await orderSays(less, short.code, /kembali/)
  const over = await join(more, campaign)
  await tell(more, over.code)
  await confirm(operator, over.code, { jumlah: String(over.total + 50_000) })
  await orderSays(more, over.code, /Slot aman/)
  assert.deepEqual(await refundsDue(operator, title, 2), { [short.code]: 100_000, [over.code]: over.total + 50_000 - price })
  for (const [buyer, order] of [[less, short], [more, over]]) {
    await orderSays(buyer, order.code, /Selisih\s+Rp0/)
  }
})

// refundsDue reads the operators' list for one sambatan, by order, once it has
// as many lines as expected.
async function refundsDue(operator, title, lines) {
  const { page } = operator
  const rows = page.locator('table.refunds tbody tr').filter({ hasText: title })
  await holds({ page }, '/ops/pengembalian', rows.nth(lines - 1))
  const cells = await rows.evaluateAll(all => all.map(tr => [tr.cells[0].innerText, tr.cells[2].innerText]))
  assert.equal(cells.length, lines)
  return Object.fromEntries(cells.map(([code, amount]) => [/SWG-\w+/.exec(code)[0], rupiah(amount)]))
}

// sendBack marks a refund as transferred, with the bank's reference.
async function sendBack(operator, order) {
  const { page } = operator
  const due = await holds({ page }, '/ops/pengembalian', page.getByRole('link', { name: `Tandai terkirim ${order.code}` }))
  await due.click()
  assert.equal(rupiah(await page.locator('.codeline').innerText()), order.total)
  assert.match(await page.locator('main').innerText(), /7000411193/)
  await page.locator('#f-rujukan-bank').fill(`KEMBALI ${order.code}`)
  await page.getByRole('button', { name: 'Catat sudah terkirim' }).click()
  await page.waitForURL(/kabar=kembali/)
}
