// Passkeys in a real browser, whose authenticator is a virtual one: added on the
// profile, and asked for before a large refund is marked as sent, before a buyer's balance
// leaves, and before a brand is paid elsewhere or calls off.
import assert from 'node:assert/strict'
import { holds } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { confirm, join, published, tell } from './harness/flows.mjs'
import { letters } from './harness/letters.mjs'
import { addKey, authenticator, named, useKey } from './harness/passkeys.mjs'
import { up } from './harness/program.mjs'
import { until } from './harness/until.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world(() => up('--ephemeral', '--refunds', 'by-hand', '--step-up', 'required'))

// looks checks the page that is open at both sizes.
async function looks({ page }) {
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size)
    assert.deepEqual(await violations(page), [], `${page.url()} at ${size.width} px`)
  }
}

// owed has a buyer's twelve million due as a refund, and returns the order's code.
async function owed(w) {
  const [maker, buyer, operator] = [await w.visit(), await w.visit(), await w.visit()]
  await maker.signIn('brand')
  await buyer.signIn('buyer')
  await operator.signIn('operator')
  const id = await published(w.program, maker, { slots: 3, price: '12.000.000', closes: inSeconds(24 * 3600) })
  const { code } = await join(buyer, id)
  await tell(buyer, code)
  await confirm(operator, code)
  await maker.submit(`/kelola/sambatan/${id}/batalkan`, `/kelola/sambatan/${id}/batalkan`, { alasan: 'bahan tidak lolos uji' })
  return code
}

// openRefund opens the refund of an order from the desk.
async function openRefund({ page }, code) {
  const row = page.getByRole('row').filter({ hasText: code })
  await holds({ page }, '/ops/pengembalian', row)
  const address = await row.getByRole('link').first().getAttribute('href')
  await page.goto(/\/ops\/pengembalian\/[0-9a-f-]{36}/.exec(address)[0])
}

const evidence = 'FT-2611-77120'

async function writeEvidence({ page }) {
  await page.getByLabel('Rujukan bukti').fill(evidence)
  await page.getByRole('button', { name: 'Catat terkirim' }).click()
}

scenario('two operators, each with a passkey, send a large refund', async w => {
  const code = await owed(w)
  const site = named(w.program)

  const first = await w.visit({ program: site })
  await authenticator(first)
  await first.signIn('operator')
  await addKey(first, 'Laptop kantor')
  await openRefund(first, code)
  await writeEvidence(first)
  await useKey(first)
  assert.equal(await first.page.getByLabel('Rujukan bukti').inputValue(), evidence, 'what was typed is kept')
  await first.page.getByRole('button', { name: 'Catat terkirim' }).click()
  await first.page.waitForURL(/kabar=kembali-dua/)

  const second = await w.visit({ program: site, axe: true })
  await authenticator(second)
  await second.signIn('lead')
  await openRefund(second, code)
  await looks(second)
  await writeEvidence(second)
  await second.page.waitForURL(/\/konfirmasi\?kembali=/)
  await second.page.getByText('Anda belum punya.').waitFor()
  await looks(second)
  await second.page.getByRole('link', { name: 'Tambah kunci sandi' }).click()
  await second.page.getByLabel('Nama kunci').waitFor()
  await looks(second)
  await addKey(second, 'Ponsel')
  await looks(second)
  await openRefund(second, code)
  await writeEvidence(second)
  await second.page.getByRole('button', { name: 'Pakai kunci sandi' }).waitFor()
  await looks(second)
  await useKey(second)
  await second.page.getByRole('button', { name: 'Catat terkirim' }).click()
  await second.page.waitForURL(/kabar=kembali(&|$)/)
  await second.page.getByText('Terkirim oleh petugas').waitFor()
})

scenario('a buyer with a passkey confirms a cash-out, and what was typed is kept', async w => {
  const buyer = await w.visit({ program: named(w.program), axe: true })
  await authenticator(buyer)
  await buyer.signIn('buyer', 0) // who has a balance
  const { page } = buyer
  await page.goto('/saldo/tarik')
  await page.getByRole('link', { name: 'Tambah kunci sandi' }).waitFor()
  await looks(buyer)
  await addKey(buyer, 'Ponsel Dinar')
  await looks(buyer)

  await page.goto('/saldo/tarik')
  await page.getByText('Perlu konfirmasi dengan kunci sandi Anda.').waitFor()
  await page.getByLabel('Jumlah (rupiah)').fill('20.000')
  const known = page.getByLabel('Rekening tujuan')
  if (await known.count()) {
    await known.selectOption('lain')
    await page.getByText('Rekening lain', { exact: true }).last().click()
  }
  await page.getByLabel('Bank').selectOption('bca')
  await page.getByLabel('Nomor rekening').fill('2048119311')
  await page.getByLabel('Atas nama').fill('Dinar Nareswari')
  await looks(buyer)
  await page.getByRole('button', { name: 'Tarik saldo' }).click()
  await page.waitForURL(/\/konfirmasi\?kembali=/)
  assert.doesNotMatch(page.url(), /2048119311/, 'no address shows an account')
  await looks(buyer)
  await useKey(buyer)
  assert.equal(await page.getByLabel('Jumlah (rupiah)').inputValue(), '20.000')
  assert.equal(await page.getByLabel('Nomor rekening').inputValue(), '2048119311')
  await page.getByRole('button', { name: 'Tarik saldo' }).click()
  await page.waitForURL(/\/saldo\/tarik\//)

  await page.goto('/profil')
  await page.getByRole('button', { name: 'Hapus kunci sandi Ponsel Dinar' }).click()
  await page.waitForURL(/kabar=kunci-hapus/)
  for (const subject of ['Kunci sandi baru ditambahkan', 'Kunci sandi dihapus']) {
    await until(async () => (await letters(buyer.context, 'dinar@surat.example')).some(letter => letter.subject.includes(subject)), { what: `a letter “${subject}”` })
  }
})

// writeAccount is the brand owner's form for the account that payouts go to.
async function writeAccount({ page }) {
  await page.getByLabel('Bank').selectOption('mandiri')
  await page.getByLabel('Nomor rekening').fill('1370001234567')
  await page.getByLabel('Atas nama').fill('Sekar Kinanti')
  await page.getByRole('button', { name: 'Simpan rekening' }).click()
}

scenario('a brand owner with a passkey confirms another payout account, and calling a sambatan off', async w => {
  const site = named(w.program)
  const maker = await w.visit({ program: site, size: phone, axe: true })
  await authenticator(maker)
  await maker.signIn('brand')
  const { page } = maker
  const id = await published(w.program, maker, { slots: 3, closes: inSeconds(24 * 3600), title: 'Batal dengan kunci' })
  await page.goto('/kelola/saldo/rekening')
  await page.getByRole('link', { name: 'Tambah kunci sandi' }).waitFor()
  await looks(maker)
  await addKey(maker, 'Ponsel rumah parfum')
  await page.getByText('menulis rekening pencairan dan membatalkan sambatan perlu sidik jari').waitFor()
  await looks(maker)

  await page.goto('/kelola/saldo/rekening')
  await page.getByText('Perlu konfirmasi dengan kunci sandi Anda.').waitFor()
  await looks(maker)
  await writeAccount(maker)
  await page.waitForURL(/\/konfirmasi\?kembali=/)
  assert.doesNotMatch(page.url(), /1370001234567/, 'no address shows an account')
  await useKey(maker)
  assert.equal(await page.getByLabel('Nomor rekening').inputValue(), '1370001234567', 'what was typed is kept')
  await page.getByRole('button', { name: 'Simpan rekening' }).click()
  await page.waitForURL(/kabar=rekening-cair/)
  await page.getByText('Perlu diperiksa').waitFor() // by somebody else, all the same

  // In another session nothing is confirmed; with no script and no key at hand it stops there.
  const stranger = await w.visit({ program: site, size: narrow, scripts: false })
  await stranger.signIn('brand')
  await stranger.page.goto(`/kelola/sambatan/${id}/batalkan`)
  await stranger.page.getByLabel('Alasan').fill('bahan tidak lolos uji')
  await stranger.page.getByRole('button', { name: 'Batalkan dan kembalikan dana' }).click()
  await stranger.page.waitForURL(/\/konfirmasi\?kembali=/)
  await stranger.page.getByText('Peramban ini tidak bisa memakai kunci sandi').waitFor()
  assert.equal((await w.program.campaign(id)).phase, 'Open')

  await page.goto(`/kelola/sambatan/${id}/batalkan`) // confirmed a moment ago
  assert.equal(await page.getByText('Perlu konfirmasi').count(), 0)
  await looks(maker)
  await page.getByLabel('Alasan').fill('bahan tidak lolos uji')
  await page.getByRole('button', { name: 'Batalkan dan kembalikan dana' }).click()
  await page.waitForURL(/kabar=batal(&|$)/)
  await w.program.reaches(id, c => c.lifecycle === 'FAILED')
})

scenario('without a script, and under a number, the pages say what to do', async w => {
  const mute = await w.visit({ program: named(w.program), scripts: false, axe: false })
  await mute.signIn('operator')
  await mute.page.goto('/profil/kunci-sandi')
  await mute.page.getByText('Peramban ini tidak bisa memakai kunci sandi').waitFor()
  assert.equal(await mute.page.getByRole('button', { name: 'Buat kunci sandi' }).count(), 0)

  const numbered = await w.visit({ axe: true })
  await numbered.signIn('operator')
  await numbered.page.goto('/konfirmasi?kembali=/ops/pengembalian')
  const there = await numbered.page.getByRole('link', { name: /localhost/ }).getAttribute('href')
  assert.equal(there, `${named(w.program).url}/konfirmasi?kembali=%2Fops%2Fpengembalian`)
  await looks(numbered)
})
