// Two processes on one Postgres and one NATS: what is posted to one is read and
// watched on the other.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { folder } from './harness/folder.mjs'
import { confirm, fillJoin, join, published, tell } from './harness/flows.mjs'
import { atOnce } from './harness/pace.mjs'
import { Process, run } from './harness/process.mjs'
import { Program, binary, freePort, ready, up } from './harness/program.mjs'
import { inSeconds } from './harness/words.mjs'
import { watchText } from './harness/watch.mjs'
import { world } from './harness/world.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

// startTwo prepares a folder with demo data, then serves it with two processes.
async function startTwo() {
  const data = await folder()
  const first = await up('--data', data.path)
  const { people } = first
  await first.stop()

  const nats = await startNATS(data.path)
  const one = await serve(data.path, nats.url, people)
  const other = await serve(data.path, nats.url, people)
  return Object.assign(one, {
    other,
    async stop() {
      await other.process.stop()
      await one.process.stop()
      await nats.process.stop()
      await data.remove()
    },
  })
}

async function serve(data, nats, people) {
  const addr = `127.0.0.1:${await freePort()}`
  const process = new Process(binary, ['serve', '--data', data, '--addr', addr, '--nats-url', nats])
  await process.saying(/serving http/, 30_000)
  await ready(`http://${addr}`)
  return new Program(`http://${addr}`, process, people)
}

// startNATS runs the server of the module that the program itself embeds.
async function startNATS(data) {
  const server = `${root}bin/nats-server`
  await run('go', ['build', '-o', server, 'github.com/nats-io/nats-server/v2'], { cwd: root, env: { GOFLAGS: '-buildvcs=false' } })
  const store = `${data}/nats-server`
  await mkdir(store)
  const port = await freePort()
  await writeFile(`${store}/nats.conf`, `listen: 127.0.0.1:${port}\nmax_payload: 1MB\njetstream { store_dir: "${store}" }\n`)
  const process = new Process(server, ['--config', `${store}/nats.conf`])
  await process.saying(/Server is ready/, 20_000)
  return { url: `nats://127.0.0.1:${port}`, process }
}

const { scenario } = world(startTwo)

scenario('posted to one process, read and watched on the other', async ({ program, visit }) => {
  const { other } = program
  const [maker, buyer, operator, watcher] = [await visit(), await visit(), await visit({ program: other }), await visit({ program: other })]
  await maker.signIn('brand')
  await buyer.signIn('buyer', 1)
  await operator.signIn('operator')
  const campaign = await published(program, maker, { slots: 3, closes: inSeconds(3600) })
  assert.equal((await other.campaign(campaign)).phase, 'Open')

  const limit = await atOnce(operator)
  const { page } = watcher
  await page.goto(`/sambatan/${campaign}`)
  const held = await watchText(page, `#isi-${campaign}`, /1 menunggu bayar/)
  const { code } = await join(buyer, campaign)
  await held()
  await tell(buyer, code)

  const secured = await watchText(page, `#isi-${campaign}`, /1 dari 3 slot terisi/)
  const pressed = await confirm(operator, code)
  const took = await secured() - pressed
  assert.ok(took < limit, `the payment was on the other process's page after ${took} ms`)
  assert.equal((await program.campaign(campaign)).secured, 1)
})

scenario('a session of one process is good on the other, and so is a form', async ({ program, visit }) => {
  const here = await visit()
  await here.signIn('buyer', 2)
  const there = await visit({ program: program.other })
  await there.context.addCookies(await here.context.cookies())
  await there.page.goto('/profil')
  await there.page.getByRole('heading', { name: program.person('buyer', 2).name }).waitFor()
  await here.page.goto('/profil')
  const token = await here.page.locator('[name=_csrf]').first().inputValue()
  const answer = await there.page.request.post('/tampilan', { form: { _csrf: token, solid: '1', kembali: '/profil' }, maxRedirects: 0 })
  assert.equal(answer.status(), 303)
})

scenario('after a redirect the other process waits for what was just written', async ({ program, visit }) => {
  const maker = await visit()
  await maker.signIn('brand')
  const campaign = await published(program, maker, { slots: 4, closes: inSeconds(3600), title: 'Wening Subuh menyusul' })
  for (const nth of [3, 4, 5]) {
    const buyer = await visit({ scripts: false })
    await buyer.signIn('buyer', nth)
    const { code, after } = await joinPlain(buyer.page, campaign)
    const there = await visit({ program: program.other, scripts: false })
    await there.context.addCookies(await buyer.context.cookies())
    await there.page.goto(`/pesanan/${code}?after=${after}`)
    const words = await there.page.locator('main').innerText()
    assert.match(words, /Transfer tepat sejumlah/)
    assert.doesNotMatch(words, /sedang menyusul/)
  }
})

// joinPlain posts the join form and returns where the redirect leads, without
// following it.
async function joinPlain(page, campaign) {
  await page.goto(`/sambatan/${campaign}/gabung`)
  await fillJoin(page)
  const form = await page.locator('form.cols').evaluate(f => Object.fromEntries(new FormData(f)))
  const answer = await page.request.post(`/sambatan/${campaign}/gabung`, { form, maxRedirects: 0 })
  assert.equal(answer.status(), 303)
  const { pathname, searchParams } = new URL(answer.headers().location, 'http://x')
  return { code: pathname.split('/').pop(), after: searchParams.get('after') }
}
