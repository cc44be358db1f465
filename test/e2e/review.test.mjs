// A draft's way past a curator: returned with a reason, corrected, approved, joined.
import assert from 'node:assert/strict'
import { holds } from './harness/awaited.mjs'
import { violations } from './harness/axe.mjs'
import { desktop, narrow, phone } from './harness/browser.mjs'
import { drafted, join, opened } from './harness/flows.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

// cast is a brand and a curator; both come with what the options say.
async function cast({ visit }, options) {
  return Promise.all(['brand', 'curator'].map(async role => {
    const visitor = await visit(options)
    await visitor.signIn(role)
    return visitor
  }))
}

// submit hands a draft to the curators, as its maker does.
async function submit({ page }, id) {
  await page.goto(`/kelola/sambatan/${id}`)
  await page.getByRole('link', { name: 'Periksa draf' }).click()
  await page.getByRole('button', { name: 'Kirim untuk ditinjau' }).click()
  await page.getByRole('heading', { name: 'Sedang ditinjau' }).waitFor()
}

// review opens what waits, from the curator's list.
async function review({ page }, id) {
  const waiting = await holds({ page }, '/kurator', page.locator(`a.btn[href="/kurator/${id}"]`))
  await waiting.click()
  await page.getByRole('heading', { name: 'Yang dilihat pembeli' }).waitFor()
}

// giveBack returns a draft, after a try without a reason.
async function giveBack({ page }, reason) {
  await page.getByRole('button', { name: 'Kembalikan', exact: true }).click()
  await page.locator('.errsum').waitFor()
  await page.locator('[name=alasan]').fill(reason)
  await page.getByRole('button', { name: 'Kembalikan', exact: true }).click()
  await page.getByText('Draf dikembalikan').waitFor()
}

// correct changes what the curator named.
async function correct({ page }, id, reason) {
  await page.goto(`/kelola/sambatan/${id}`)
  await page.getByText(reason).waitFor()
  await page.getByRole('link', { name: 'Ubah draf' }).click()
  await page.locator('[name=perkiraan_kirim]').fill('4–8 Jan 2027')
  await page.getByRole('button', { name: 'Simpan draf' }).click()
  await page.waitForURL(/kabar=draf-ubah/)
}

for (const [where, options] of Object.entries({
  'a phone': { size: phone }, 'a narrow phone without scripts': { size: narrow, scripts: false }, 'a desktop': { size: desktop },
})) {
  scenario(`a curator returns a draft and approves the corrected one, on ${where}`, async w => {
    const [maker, curator] = await cast(w, options)
    curator.expect(422)
    const id = await drafted(maker, { closes: inSeconds(72 * 3600), title: `Tinjau di ${where}` })
    const reason = 'Perkiraan kirimnya belum masuk akal untuk batch sebesar ini.'
    await submit(maker, id)
    assert.equal((await curator.context.request.get(`/sambatan/${id}`)).status(), 404, 'buyers do not see it yet')
    await review(curator, id)
    await giveBack(curator, reason)
    await correct(maker, id, reason)
    await submit(maker, id)
    await review(curator, id)
    await curator.page.getByText('4–8 Jan 2027').first().waitFor()
    for (const { page } of [maker, curator]) {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'nothing sticks out')
    }
    await curator.page.getByRole('button', { name: 'Setujui dan terbitkan' }).click()
    await curator.page.getByText('Sambatan disetujui dan terbit').waitFor()
    await opened(w.program, id)
    const buyer = await w.visit()
    await buyer.signIn('buyer')
    await join(buyer, id)
    await maker.page.goto('/notifikasi')
    await maker.page.getByText(`Tinjau di ${where}, batch 7 perlu diperbaiki`).waitFor()
  })
}

scenario('a brand takes its submission back', async w => {
  const [maker, curator] = await cast(w)
  const id = await drafted(maker, { closes: inSeconds(72 * 3600), title: 'Ditarik lagi' })
  await submit(maker, id)
  await review(curator, id)
  await maker.page.getByRole('button', { name: 'Tarik kembali' }).click()
  await maker.page.getByText('bisa diubah lagi').waitFor()
  await curator.page.getByRole('button', { name: 'Setujui dan terbitkan' }).click()
  await curator.page.getByText('sudah tidak menunggu tinjauan').waitFor()
})

for (const size of [phone, desktop]) {
  scenario(`axe finds nothing at ${size.width} pixels`, async w => {
    const [maker, curator] = await cast(w, { size, axe: true })
    curator.expect(422)
    const id = await drafted(maker, { closes: inSeconds(72 * 3600), title: 'Diperiksa' })
    const found = []
    const look = async ({ page }, what) => {
      for (const violation of await violations(page)) found.push(`${what}: ${violation}`)
      await page.setViewportSize(size)
    }
    await maker.page.goto(`/kelola/sambatan/${id}/tinjauan`)
    await look(maker, 'submit')
    await submit(maker, id)
    await look(maker, 'in review')
    await curator.page.goto('/kurator')
    await look(curator, 'what waits')
    await review(curator, id)
    await look(curator, 'a review')
    await curator.page.getByRole('button', { name: 'Kembalikan', exact: true }).click()
    await curator.page.locator('.errsum').waitFor()
    await look(curator, 'a review with an error')
    await curator.page.locator('[name=alasan]').fill('Foto belum ada.')
    await curator.page.getByRole('button', { name: 'Kembalikan', exact: true }).click()
    await curator.page.getByText('Draf dikembalikan').waitFor()
    await maker.page.goto(`/kelola/sambatan/${id}`)
    await maker.page.getByText('Foto belum ada.').waitFor()
    await look(maker, 'returned')
    assert.deepEqual(found, [])
  })
}
