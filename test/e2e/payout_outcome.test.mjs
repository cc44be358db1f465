// A maker's money of which the channel does not tell whether it left.
import assert from 'node:assert/strict'
import { shows } from './harness/awaited.mjs'
import { agreed, bank, cast, delivered, looks, sandbox } from './harness/payouts.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

scenario('a payout of which the channel tells nothing is settled by two people who see the same in the statement', async w => {
  const { program } = w
  const [maker, operator, lead] = await cast(w)
  await delivered(w, maker)
  await fetch(`${sandbox(program)}/kiriman/diam`, { method: 'POST', redirect: 'manual' })
  await agreed({ maker, operator, lead }, () => {})

  await shows(operator, '/ops/pencairan?status=tidak-jelas', /Rp11\.418\.000/)
  const { page } = operator
  await page.getByRole('link', { name: /^Buka pencairan Rumah Wening/ }).click()
  await page.getByRole('heading', { name: 'Apa hasil percobaan ke-1?' }).waitFor()
  await looks(operator)
  operator.expect(422)
  await page.getByRole('button', { name: 'Catat hasilnya' }).click()
  await page.getByText('Bukti wajib diisi').first().waitFor()
  await looks(operator)
  await page.getByLabel('Menurut mutasi').selectOption('Sudah keluar')
  await page.getByLabel('Bukti').fill('IRIS-20261129-07')
  await page.getByLabel('Jumlah di mutasi (Rp)').fill('11.418.000')
  await page.getByRole('button', { name: 'Catat hasilnya' }).click()
  await page.getByText('Menunggu petugas lain yang melihat hal yang sama.').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Setuju, / }).count(), 0)
  await looks(operator)

  await shows(maker, '/kelola/saldo', /Bisa dicairkan Rp0/)
  await lead.page.goto(page.url())
  await looks(lead)
  await lead.page.getByRole('button', { name: 'Setuju, sudah keluar' }).click()
  await shows(lead, new URL(page.url()).pathname, /Rujukan IRIS-20261129-07/)
  await looks(lead)
  assert.match(await shows(maker, '/kelola/saldo', /Terkirim/), /Bisa dicairkan Rp0/)
  assert.doesNotMatch(await bank(program), /7000411193<td>[^<]*<td>[^<]*<td>completed/, 'nothing was sent a second time')
})
