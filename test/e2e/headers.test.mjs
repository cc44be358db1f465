// What goes with every answer, and who may change something.
import assert from 'node:assert/strict'
import { request as open } from 'node:http'
import { fillJoin, join, published } from './harness/flows.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// head asks for a path and returns status and headers without waiting for the
// body, which a stream never ends.
function head(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const asked = open(url, { method, headers }, answer => {
      resolve({ status: answer.statusCode, headers: answer.headers })
      answer.destroy()
    })
    asked.once('error', reject).end(body)
  })
}

scenario('security headers go with every answer', async ({ program, visit }) => {
  const { items: [campaign] } = (await program.api('/campaigns?limit=1')).body
  const { page } = await visit()
  await page.goto('/pasar/parfum')
  const assets = await page.locator('link[rel=stylesheet], script[src], ul.grid img').evaluateAll(all => all.slice(0, 4).map(e => e.getAttribute('href') ?? e.getAttribute('src')))
  const paths = [
    '/', '/pasar', '/pasar/parfum', '/pasar/lainnya?q=a', '/tidak-ada', `/sambatan/${campaign.id}`, `/sambatan/${campaign.id}/gabung`,
    '/sambatan/bukan', `/sse/sambatan/${campaign.id}`, '/sse/ops', '/masuk', '/masuk/bukan-tautan', '/profil', '/notifikasi', '/notifikasi/1/pay_now', '/sse/notifikasi', '/pesanan', '/kelola/sambatan',
    '/ops', '/audit', '/cara-kerja', '/healthz', '/readyz', '/metrics', '/api/v1/campaigns', '/api/v1/participations', '/api/v1/tidak-ada',
    '/static/tidak-ada.css', '/%', '/pasar/parfum?hal=abc', ...assets,
  ]
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await head(program.url + path, { method, headers: method === 'POST' ? { 'content-length': 0 } : {} })
      const where = `${method} ${path} (${status})`
      assert.ok(status < 500, where)
      assert.match(headers['content-security-policy'] ?? '', /^default-src 'none'; script-src 'self'; style-src 'self';/, where)
      assert.doesNotMatch(headers['content-security-policy'], /unsafe/, where)
      assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, where)
      assert.equal(headers['x-content-type-options'], 'nosniff', where)
      assert.equal(headers['x-frame-options'], 'DENY', where)
      assert.equal(headers['referrer-policy'], 'same-origin', where)
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', where)
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', where)
      assert.ok(headers['permissions-policy'], where)
      assert.equal(headers['x-powered-by'], undefined, where)
      assert.ok(!/fasthttp|fiber/i.test(headers.server ?? ''), where)
    }
  }
})

scenario('cookies are out of reach of scripts and other sites', async w => {
  const buyer = await w.visit()
  await buyer.signIn('buyer')
  const cookies = await buyer.context.cookies()
  assert.ok(cookies.length > 0)
  for (const cookie of cookies) {
    assert.ok(cookie.httpOnly, `${cookie.name} is HttpOnly`)
    assert.equal(cookie.sameSite, 'Lax', cookie.name)
  }
  await buyer.page.goto('/pesanan')
  const answer = await buyer.page.request.get('/pesanan')
  assert.match(answer.headers()['cache-control'], /no-store/)
})

scenario('a form counts only from its own page', async w => {
  const maker = await w.visit()
  await maker.signIn('brand')
  const campaign = await published(w.program, maker, { slots: 4, closes: inSeconds(3600) })
  const buyer = await w.visit()
  await buyer.signIn('buyer', 1)
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(page)
  const form = await page.locator('form.cols').evaluate(f => Object.fromEntries(new FormData(f)))
  const post = async (headers, fields = {}) => {
    const answer = await page.request.post(`/sambatan/${campaign}/gabung`, { form: { ...form, ...fields }, headers, maxRedirects: 0 })
    return { status: answer.status(), text: await answer.text() }
  }
  const own = new URL(w.program.url).origin
  for (const [what, headers, fields] of [
    ['no token', {}, { _csrf: '' }],
    ['a wrong token', {}, { _csrf: form._csrf.split('').reverse().join('') }],
    ['another site, by Sec-Fetch-Site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://jahat.example' }],
    ['a neighbour', { 'Sec-Fetch-Site': 'same-site' }],
    ['another site, by Origin', { Origin: 'https://jahat.example' }],
    ['no site at all', { Origin: 'null' }],
  ]) {
    const { status, text } = await post(headers, fields)
    assert.equal(status, 403, what)
    assert.match(text, /terlalu lama terbuka/, what)
  }
  assert.equal((await w.program.campaign(campaign)).held, 0)
  assert.equal((await post({ 'Sec-Fetch-Site': 'same-origin', Origin: own })).status, 303)
  await w.program.reaches(campaign, c => c.held === 1)
})

scenario('somebody else’s token is of no use', async w => {
  const [one, other] = [await w.visit(), await w.visit()]
  await one.signIn('buyer', 1)
  await other.signIn('buyer', 2)
  await one.page.goto('/profil')
  const token = await one.page.locator('[name=_csrf]').first().inputValue()
  const answer = await other.page.request.post('/keluar', { form: { _csrf: token }, maxRedirects: 0 })
  assert.equal(answer.status(), 403)
  await other.page.goto('/profil')
  await other.page.getByRole('heading', { name: other.program.person('buyer', 2).name }).waitFor()
})

scenario('opening a sign-in link signs nobody in, and signing out needs a press', async w => {
  const visitor = await w.visit()
  const { page } = visitor
  const { link, name } = w.program.person('auditor')
  for (let i = 0; i < 3; i++) {
    const answer = await page.goto(link)
    assert.equal(answer.status(), 200)
    await page.getByRole('heading', { name: `Masuk sebagai ${name}?` }).waitFor()
  }
  await page.goto('/audit')
  await page.waitForURL(/\/masuk\?kembali=%2Faudit/)
  await page.goto(link)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await page.waitForURL(/\/audit/)
  visitor.expect(404, 405)
  await page.goto('/keluar')
  await page.goto('/audit')
  assert.equal(new URL(page.url()).pathname, '/audit', 'a GET does not sign out')
  await page.getByRole('button', { name: 'Keluar' }).filter({ visible: true }).first().click()
  await page.waitForURL(/\/pasar/)
  await page.goto('/audit')
  await page.waitForURL(/\/masuk/)
})

scenario('everyone stays in their own rooms', async w => {
  const rooms = { '/pesanan': ['buyer'], '/kelola/sambatan': ['brand'], '/ops': ['operator', 'lead', 'admin'], '/ops/pengembalian': ['operator', 'lead', 'admin'], '/kurator': ['curator', 'lead', 'admin'], '/audit': ['auditor', 'lead', 'admin'] }
  for (const role of ['buyer', 'brand', 'operator', 'lead', 'curator', 'auditor', 'admin']) {
    const visitor = await w.visit()
    await visitor.signIn(role)
    for (const [room, keys] of Object.entries(rooms)) {
      const answer = await visitor.page.request.get(room, { maxRedirects: 0 })
      assert.equal(answer.status(), keys.includes(role) ? 200 : 403, `${role} at ${room}`)
    }
    const links = await visitor.page.locator('nav[aria-label="Utama"] a').evaluateAll(all => all.map(a => a.getAttribute('href')))
    for (const link of links) {
      const answer = await visitor.page.request.get(link)
      assert.equal(answer.status(), 200, `the ${role}'s own menu leads to ${link}`)
    }
  }
})

scenario('an order is its buyer’s alone', async w => {
  const [maker, one, other] = [await w.visit(), await w.visit(), await w.visit()]
  await maker.signIn('brand')
  await one.signIn('buyer', 1)
  await other.signIn('buyer', 2)
  const campaign = await published(w.program, maker, { slots: 4, closes: inSeconds(3600) })
  const path = `/pesanan/${(await join(one, campaign)).code}`
  const peek = await other.page.request.get(path)
  assert.equal(peek.status(), 404)
  assert.doesNotMatch(await peek.text(), /Anggrek Hutan/)
  await other.page.goto('/profil')
  const token = await other.page.locator('[name=_csrf]').first().inputValue()
  for (const action of ['lepas', 'transfer']) {
    const answer = await other.page.request.post(`${path}/${action}`, {
      form: { _csrf: token, perintah_id: crypto.randomUUID(), tanggal_transfer: '01/01/2030', jam_transfer: '10.00' }, maxRedirects: 0,
    })
    assert.ok([404, 422].includes(answer.status()), `${action}: ${answer.status()}`)
  }
  assert.equal((await w.program.campaign(campaign)).held, 1)
})
