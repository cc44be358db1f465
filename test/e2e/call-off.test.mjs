// Calling off what much was paid for: one operator proposes, another agrees, each with a
// passkey; buyers read why, and get their money back. What is only proposed changes nothing.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { confirm, join, orderSays, published, tell } from './harness/flows.mjs'
import { addKey, authenticator, named, useKey } from './harness/passkeys.mjs'
import { up } from './harness/program.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world(() => up('--ephemeral', '--step-up', 'required'))

const sandbox = program => /without money: (\S+)/.exec(program.process.output)[1]
const bank = async program => (await fetch(sandbox(program))).text()
const words = ({ page }) => page.locator('main').innerText()

// looks checks the page that is open at these sizes.
async function looks({ page }, ...sizes) {
  for (const size of sizes) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
    await page.setViewportSize(size)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page.url()} fits ${size.width} px`)
  }
}

// paid is a sambatan that has room left, for which buyers have paid more than the limit together.
async function paid({ program }, maker, cashier, buyers, title) {
  const id = await published(program, maker, { slots: 4, least: 3, price: '6.000.000', closes: inSeconds(24 * 3600), title })
  const codes = []
  for (const [buyer, account] of buyers) {
    const { code } = await join(buyer, id, { nomor_rekening: account })
    await tell(buyer, code)
    await confirm(cashier, code)
    codes.push(code)
  }
  await program.reaches(id, c => c.secured === buyers.length)
  return { id, codes }
}

// proposes writes the reason, and confirms when the operator is asked to.
async function proposes(operator, id, reason, confirms) {
  const { page } = operator
  await page.goto(`/ops/sambatan/${id}`)
  await page.getByRole('link', { name: /^Batalkan sambatan/ }).click()
  await page.getByText('Dana yang kembali lebih dari Rp10.000.000').waitFor()
  await page.getByLabel('Alasan').fill(reason)
  await page.getByRole('button', { name: 'Usulkan pembatalan' }).click()
  if (confirms) {
    await useKey(operator)
    assert.equal(await page.getByLabel('Alasan').inputValue(), reason, 'what was typed is kept')
    await page.getByRole('button', { name: 'Usulkan pembatalan' }).click()
  }
  await page.waitForURL(/kabar=batal-usul/)
}

// opens goes to what waits, from its row on the board.
async function opens(operator, title, reason) {
  const { page } = operator
  const row = page.getByRole('row').filter({ hasText: title }).filter({ hasText: 'Diusulkan batal' })
  await until(async () => { await page.goto('/ops'); return await row.count() === 1 }, { what: `the board to show what is proposed for ${title}` })
  assert.match(await row.innerText(), new RegExp(`${reason}\\. Menunggu persetujuan petugas lain`))
  return row
}

// rid waits until the board has no more to decide for what has this title.
async function rid({ page }, title) {
  const row = page.getByRole('row').filter({ hasText: title })
  const proposed = row.filter({ hasText: 'Diusulkan batal' })
  await until(async () => { await page.goto('/ops'); return await row.count() === 1 && await proposed.count() === 0 }, { what: `the board to drop what was proposed for ${title}` })
}

// cast are the two operators under the name that passkeys are bound to, with one each.
async function cast({ program, visit }) {
  const site = named(program)
  const operators = await Promise.all([['operator', false], ['lead', true]].map(async ([role, axe]) => {
    const operator = await visit({ program: site, axe })
    await authenticator(operator)
    await operator.signIn(role)
    await addKey(operator, `Laptop ${role}`)
    return operator
  }))
  operators[0].expect(409) // who agrees to their own word
  return operators
}

// alone tries to agree to one's own proposal, with a form of one's own making.
async function alone({ page, context }, id) {
  assert.match(await page.locator('main').innerText(), /Anda yang mengusulkan\. Petugas lain harus menyetujui isi yang sama/)
  assert.equal(await page.getByRole('button', { name: /^Setujui/ }).count(), 0)
  const fields = await page.locator('form', { has: page.getByRole('button', { name: 'Tarik usulan ini' }) }).evaluate(f => Object.fromEntries(new FormData(f)))
  const answer = await context.request.post(`/ops/sambatan/${id}/batalkan/setuju`, { form: fields })
  assert.equal(answer.status(), 409)
  assert.match(await answer.text(), /Anda yang mengusulkan pembatalan ini, jadi orang lain yang harus menyetujuinya/)
}

scenario('two operators, each with a passkey, call off what much was paid for; what is taken back again changes nothing', async w => {
  const { program, visit } = w
  const [maker, cashier, first, second] = await Promise.all([
    visit(), visit(), visit({ size: phone }), visit({ size: narrow }),
  ])
  await Promise.all([maker.signIn('brand'), cashier.signIn('operator'), first.signIn('buyer', 1), second.signIn('buyer', 2)])
  const buyers = [[first, '7000411194'], [second, '7000411195']]
  const gone = await paid(w, maker, cashier, buyers, 'Tiruan')
  const stays = await paid(w, maker, cashier, buyers, 'Asli')
  const [proposer, other] = await cast(w)

  await proposes(proposer, gone.id, 'Foto produknya milik merek lain', true)
  await alone(proposer, gone.id)
  await proposes(proposer, stays.id, 'Izin edarnya diragukan', false) // confirmed a moment ago
  for (const [i, buyer] of [first, second].entries()) {
    assert.doesNotMatch(await orderSays(buyer, gone.codes[i], /Slot aman/), /dibatalkan/, 'nothing has happened yet')
  }

  await opens(other, 'Tiruan', 'Foto produknya milik merek lain')
  await looks(other, phone, desktop)
  const row = await opens(other, 'Asli', 'Izin edarnya diragukan')
  await row.getByRole('link', { name: /^Putuskan/ }).click()
  await other.page.getByText('Izin edarnya diragukan').waitFor()
  await looks(other, narrow, phone, desktop)
  await other.page.getByRole('button', { name: 'Tarik usulan ini' }).click()
  await other.page.waitForURL(/kabar=batal-tarik/)
  await rid(other, 'Asli')

  const waits = await opens(other, 'Tiruan', 'Foto produknya milik merek lain')
  await waits.getByRole('link', { name: /^Putuskan/ }).click()
  await first.page.goto(`/pesanan/${gone.codes[0]}`)
  await other.page.getByRole('button', { name: /^Setujui dan kembalikan/ }).click()
  await useKey(other)
  await looks(other, phone, desktop)
  await other.page.getByRole('button', { name: /^Setujui dan kembalikan/ }).click()
  await other.page.waitForURL(/kabar=batal(&|$)/)
  await first.page.getByText('Sambatan ini dibatalkan').first().waitFor() // by itself
  await program.reaches(gone.id, c => c.lifecycle === 'FAILED')

  for (const [i, [buyer, account]] of buyers.entries()) {
    const sent = new RegExp(`${account}<td>[^<]*<td>[^<]*<td>completed`)
    await until(async () => sent.test(await bank(program)), { what: `the refund to ${account}` })
    assert.match(await orderSays(buyer, gone.codes[i], /Dana kembali|sudah (kami kirim|di rekening)/), /Foto produknya milik merek lain/)
    assert.ok(await buyer.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out')
    assert.doesNotMatch(await orderSays(buyer, stays.codes[i], /Slot aman/), /dibatalkan/)
  }
  assert.equal((await program.campaign(stays.id)).phase, 'Open')

  const reader = await visit({ size: phone, axe: true })
  await reader.signIn('buyer', 1)
  await reader.page.goto(`/pesanan/${gone.codes[0]}`)
  await looks(reader, narrow, phone)
  await reader.page.goto(`/sambatan/${gone.id}`)
  assert.match(await words(reader), /Dibatalkan/i)
  await looks(reader, narrow, phone)
})
