// What one does, others see at once.
import assert from 'node:assert/strict'
import { phone } from './harness/browser.mjs'
import { confirm, fill, join, published, tell } from './harness/flows.mjs'
import { atOnce } from './harness/pace.mjs'
import { watchText } from './harness/watch.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// soon waits for what comes from another read model than the one that was watched.
const soon = (place, text, timeout) => place.filter({ hasText: text }).waitFor({ timeout })

async function stage({ program, visit }) {
  const [maker, operator, buyer] = await Promise.all([visit(), visit(), visit()])
  await Promise.all([maker.signIn('brand'), operator.signIn('operator'), buyer.signIn('buyer', 1)])
  const campaign = await published(program, maker, { slots: 4, closes: inSeconds(24 * 3600) })
  return { campaign, operator, buyer }
}

scenario('a product page follows joins and payments within a second, over its one stream', async w => {
  const { campaign, operator, buyer } = await stage(w)
  const limit = await atOnce(operator)
  const watcher = await w.visit({ size: phone })
  const { page } = watcher
  const requests = []
  page.on('request', r => requests.push(new URL(r.url()).pathname))
  const stream = page.waitForResponse(`**/sse/sambatan/${campaign}`)
  await page.goto(`/sambatan/${campaign}`, { waitUntil: 'load' })
  assert.match((await stream).headers()['content-type'], /^text\/event-stream/)
  assert.match(await page.locator(`#isi-${campaign}`).innerText(), /0 dari 4 slot terisi/)
  await page.evaluate(() => { window.sameDocument = true })
  const atRest = requests.length

  const held = await watchText(page, `#isi-${campaign}`, /1 menunggu bayar/)
  const { code } = await join(buyer, campaign)
  await held()
  await soon(page.locator(`#baru-${campaign}`), /T\. W\., Bandung/, limit)
  await tell(buyer, code)

  const secured = await watchText(page, `#isi-${campaign}`, /1 dari 4 slot terisi/)
  const pressed = await confirm(operator, code)
  const took = await secured() - pressed
  assert.ok(took < limit, `the payment was on the other screen after ${took} ms`)
  await page.locator(`#tabung-${campaign}[value="1"]`).waitFor({ timeout: limit, state: 'attached' })
  await soon(page.locator(`#bilah-${campaign}`), /3 tersedia/, limit)
  assert.ok(await page.evaluate(() => window.sameDocument), 'the page was not loaded again')
  assert.deepEqual(requests.slice(atRest), [], 'nothing was asked for but the stream')
  assert.equal(requests.filter(path => path.startsWith('/sse/')).length, 1)
})

scenario('the operators’ board turns live as a transfer is told and confirmed', async w => {
  const { campaign, operator, buyer } = await stage(w)
  const limit = await atOnce(operator)
  const watcher = await w.visit()
  await watcher.signIn('operator')
  const { page } = watcher
  await page.goto('/ops')
  const row = `#baris-${campaign}`
  await page.locator(row).waitFor()
  const { code } = await join(buyer, campaign)

  const told = await watchText(page, row, /1 transfer menunggu verifikasi/)
  await tell(buyer, code)
  await told()
  await soon(page.locator(row), /Verifikasi 1/, limit)

  const secured = await watchText(page, row, /1\/4/)
  const pressed = await confirm(operator, code)
  const took = await secured() - pressed
  assert.ok(took < limit, `the payment was on the board after ${took} ms`)
  await soon(page.locator(row), /Rp283\.000/, limit)
  await soon(page.locator('.zero'), /Selisih\s*Rp0/, limit)
  await soon(page.locator('ol.tail'), /sambatan\.slots_secured\.v1/, limit)
  await page.locator(row).getByRole('link', { name: /^Buka / }).click()
  await page.waitForURL(/\/(sambatan|audit)\//)
})

scenario('a page is live whenever its scripts arrive', async w => {
  const { campaign, buyer } = await stage(w)
  const { page } = await w.visit({ size: phone })
  await page.route(/\/s\/(?!htmx)[^/]+\.js$/, async route => { // htmx has gone through the page by then
    await page.waitForFunction(() => window.htmx)
    await page.evaluate(() => new Promise(done => setTimeout(done)))
    await route.continue()
  })
  await page.goto(`/sambatan/${campaign}`)
  await join(buyer, campaign)
  await page.locator(`#isi-${campaign}`).getByText('1 menunggu bayar').waitFor()
})

scenario('a page whose stream is refused at first is live all the same, and asks no more once it is over', async w => {
  const { program, visit } = w
  const [maker, buyer, watcher] = await Promise.all([visit(), visit(), visit({ size: phone })])
  await Promise.all([maker.signIn('brand'), buyer.signIn('buyer', 1)])
  const campaign = await published(program, maker, { slots: 4, closes: inSeconds(24 * 3600) })
  watcher.expect(503)
  const { page } = watcher
  let asked = 0
  await page.route(`**/sse/sambatan/${campaign}`, route => ++asked === 1 ? route.fulfill({ status: 503 }) : route.continue())
  const refused = page.waitForResponse(r => r.status() === 503)
  await page.goto(`/sambatan/${campaign}`)
  await refused
  await join(buyer, campaign)
  await page.locator(`#isi-${campaign}`).getByText('1 menunggu bayar').waitFor()
  assert.equal(asked, 2)
  const stream = page.locator(`[hx-sse\\:connect="/sse/sambatan/${campaign}"]`)
  assert.equal(await stream.count(), 1)

  await maker.page.goto(`/kelola/sambatan/${campaign}`)
  await maker.page.getByRole('link', { name: /Batalkan sambatan/ }).click()
  await fill(maker.page, { alasan: 'Bahan datang rusak' })
  await maker.page.getByRole('button', { name: 'Batalkan dan kembalikan dana' }).click()
  await stream.waitFor({ state: 'detached' })
})
