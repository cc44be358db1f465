// The JSON API, as other programs use it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { apiKey, confirm, published, tell } from './harness/flows.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const problem = /^application\/problem\+json/

const body = campaign => ({
  slots: 1,
  address: { recipient: 'Raka Adiputra', phone: '0812-0000-4471', province: 'Jawa Barat', city: 'Kota Bandung', district: 'Coblong', subdistrict: 'Dago', postal_code: '40135', street: 'Jalan Anggrek Hutan No. 12' },
  refund_account: { bank: 'bca', number: '7000411193', holder: 'RAKA ADIPUTRA' },
  consent: { terms: campaign.terms_version, privacy: campaign.privacy_version },
})

const post = (program, campaign, bearer, sent, key = randomUUID()) => program.api(`/campaigns/${campaign.id}/participations`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...(bearer && { Authorization: `Bearer ${bearer}` }) },
  body: typeof sent === 'string' ? sent : JSON.stringify(sent),
})

async function running({ program, visit }, terms) {
  const maker = await visit()
  await maker.signIn('brand')
  return program.campaign(await published(program, maker, { slots: 5, closes: inSeconds(3600), ...terms }))
}

// keyOf is the API key of somebody who signed in for it.
async function keyOf({ visit }, ...who) {
  const visitor = await visit()
  await visitor.signIn(...who)
  return apiKey(visitor)
}

scenario('anyone may read the campaigns; drafts stay out of sight', async w => {
  const running = await w.program.api('/campaigns?limit=100')
  assert.equal(running.status, 200)
  assert.match(running.type, /^application\/json/)
  assert.equal(running.body.items.length, Math.min(running.body.total, 100))
  assert.ok(running.body.total >= 8)
  for (const c of running.body.items) {
    assert.notEqual(c.phase, 'Draft')
    assert.ok(c.held + c.secured <= c.slots)
    assert.match(c.deadline, /Z$/)
    assert.ok(Number.isInteger(c.price))
  }
  const [first] = running.body.items
  assert.deepEqual(await w.program.campaign(first.id), first)
  for (const missing of ['/campaigns/00000000-0000-4000-8000-000000000000', '/campaigns/bukan-id', '/tidak-ada']) {
    const { status, type, body } = await w.program.api(missing)
    assert.equal(status, 404, missing)
    assert.match(type, problem)
    assert.equal(body.status, 404)
    assert.ok(body.request_id)
  }
})

scenario('without a good token nobody joins', async w => {
  const campaign = await running(w)
  for (const bearer of [null, 'bukan-token']) {
    for (const answer of [await post(w.program, campaign, bearer, body(campaign)), await w.program.api('/participations', { headers: bearer ? { Authorization: `Bearer ${bearer}` } : {} })]) {
      assert.equal(answer.status, 401)
      assert.match(answer.type, problem)
      assert.equal(answer.body.type, 'about:blank')
    }
  }
  assert.equal((await w.program.campaign(campaign.id)).held, 0)
})

scenario('one key joins once; another body under it is a conflict', async w => {
  const campaign = await running(w)
  const buyer = await keyOf(w, 'buyer', 1)
  const key = randomUUID()
  const [first, again] = await Promise.all([1, 2].map(() => post(w.program, campaign, buyer, body(campaign), key)))
  assert.equal(first.status, 201)
  assert.deepEqual(again, first, 'the same key and body, even at once: the same answer')
  assert.deepEqual(await post(w.program, campaign, buyer, body(campaign), key), first)
  const other = await post(w.program, campaign, buyer, { ...body(campaign), slots: 2 }, key)
  assert.equal(other.status, 409)
  assert.match(other.type, problem)
  await w.program.reaches(campaign.id, c => c.held === 1)

  const second = await post(w.program, campaign, buyer, body(campaign))
  assert.equal(second.status, 409, 'one unpaid hold at a time')
  assert.match(second.body.detail, new RegExp(first.body.code))

  const { total, transfer } = { total: first.body.transfer.total, transfer: first.body.transfer }
  assert.equal(total, first.body.amount + transfer.code)
  let found
  await until(async () => { // the list is a read model, a moment behind the answer to the join
    const mine = await w.program.api('/participations', { headers: { Authorization: `Bearer ${buyer}` } })
    found = mine.body.items.find(p => p.id === first.body.participation)
    return found?.transfer
  }, { what: 'the participation with its transfer' })
  assert.equal(found.state, 'Held')
  assert.equal(found.transfer.total, total)
})

scenario('what is wrong is told by field, in problem details', async w => {
  const campaign = await running(w)
  const buyer = await keyOf(w, 'buyer', 2)
  const wrong = body(campaign)
  wrong.address.postal_code = '4013'
  wrong.refund_account.number = '70004111'
  wrong.consent.privacy = '2020-01-01'
  const answer = await post(w.program, campaign, buyer, wrong)
  assert.equal(answer.status, 422)
  assert.match(answer.type, problem)
  assert.deepEqual(answer.body.errors.map(e => e.field), ['address.postal_code', 'refund_account.number', 'consent.privacy'])
  assert.equal((await post(w.program, campaign, buyer, '{"slots":')).status, 400)
  assert.equal((await post(w.program, campaign, buyer, body(campaign), 'bukan-uuid')).status, 400)
  assert.equal((await post(w.program, campaign, buyer, { ...body(campaign), slots: 3 })).status, 409, 'more than one buyer may have')
  const nul = body(campaign)
  nul.address.street = 'Jalan \u0000 Anggrek'
  const refused = await post(w.program, campaign, buyer, nul)
  assert.ok(refused.status < 500, `a NUL is answered with ${refused.status}`)
})

scenario('what a program joins, its person sees and pays on the pages', async w => {
  const campaign = await running(w)
  const [buyer, operator] = [await w.visit(), await w.visit()]
  await buyer.signIn('buyer', 3)
  await operator.signIn('operator')
  const bearer = await apiKey(buyer)
  const { body: joined } = await post(w.program, campaign, bearer, body(campaign))
  await buyer.page.goto(`/pesanan/${joined.code}?after=${joined.position}`)
  await tell(buyer, joined.code)
  await confirm(operator, joined.code)
  await until(async () => {
    const { body: mine } = await w.program.api('/participations', { headers: { Authorization: `Bearer ${bearer}` } })
    return mine.items.find(p => p.code === joined.code).state === 'Secured'
  }, { what: 'the API to say so too' })
})
