// Every page and state that the product has, each visited by somebody who may
// see it. Tests walk through them; each place is on the screen when it is given.
import { holds } from './awaited.mjs'
import { apiKey, arrived, byTransfer, confirm, drafted, fill, fillJoin, join, openTransfer, orderSays, produce, published, received, sendParcel, tell } from './flows.mjs'
import { record, sampleStatement, upload } from './statement.mjs'
import { until } from './until.mjs'
import { inSeconds } from './words.mjs'

const day = 24 * 3600 // seconds

// places yields { name, visitor } for each place; options are a visitor's, and
// only names the places to stop at.
export async function* places(w, { only, ...options } = {}) {
  const cast = await prepare(w, options)
  for (const [name, person, go] of itinerary) {
    if (only && !only.includes(name)) continue
    const visitor = cast[person]
    await go(visitor, cast)
    yield { name, visitor }
  }
}

const to = path => async (visitor, cast) => {
  await visitor.page.goto(typeof path === 'function' ? path(cast) : path)
}

// itinerary is in an order in which each place can be reached: the buyer's
// order is told before the operator confirms it, and an order arrives before anybody
// complains.
const itinerary = [
  ['market', 'guest', to('/pasar/parfum')],
  ['market, tools', 'guest', to('/pasar/tools')],
  ['market, nothing found', 'guest', to('/pasar/parfum?q=tidakadabarangini')],
  ['product', 'guest', to(c => `/sambatan/${c.campaign}`)],
  ['product from stock', 'guest', openStock],
  ['sign-in', 'guest', to('/masuk')],
  ['sign-in errors', 'guest', async ({ page }) => {
    await page.getByRole('button', { name: 'Kirim tautan masuk' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['sign-in link sent', 'guest', to('/masuk/terkirim')],
  ['sign-in link', 'guest', (visitor, c) => visitor.page.goto(c.program.person('buyer').link)],
  ['dead sign-in link', 'guest', to('/masuk/tidak-berlaku')],
  ['how it works', 'guest', to('/cara-kerja')],
  ['refund rules', 'guest', to('/aturan-pengembalian')],
  ['terms', 'guest', to('/syarat')],
  ['older terms', 'guest', to('/syarat/2026-11')],
  ['privacy', 'guest', to('/privasi')],
  ['help', 'guest', to('/bantuan')],
  ['not found', 'guest', to('/tidak-ada')],
  ['mine, all well', 'newcomer', to('/pesanan')],
  ['join page', 'newcomer', to(c => `/sambatan/${c.campaign}/gabung`)],
  ['join', 'newcomer', async ({ page }, c) => {
    await page.goto(`/sambatan/${c.campaign}`)
    await page.getByRole('link', { name: /^Gabung/ }).filter({ visible: true }).click()
    await page.locator('dialog#modal[open] form').waitFor()
  }],
  ['join errors', 'newcomer', async ({ page }) => {
    await page.getByRole('button', { name: /^Ambil/ }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['joined', 'newcomer', async ({ page }) => {
    await fillJoin(page)
    await page.getByRole('button', { name: /^Ambil/ }).click()
    await byTransfer(page)
  }],
  ['join closed', 'newcomer', to(c => `/sambatan/${c.campaign}/gabung`)],
  ['order', 'buyer', to(c => `/pesanan/${c.order}`)],
  ['order errors', 'buyer', async ({ page }) => {
    await byTransfer(page, { told: true })
    await fill(page, { jam_transfer: 'siang' })
    await page.getByRole('button', { name: 'Kabari sudah transfer' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['order told', 'buyer', async (visitor, c) => tell(visitor, c.order)],
  ['transfers', 'operator', to('/ops/transfer')],
  ['transfer', 'operator', async (visitor, c) => openTransfer(visitor, c.order)],
  ['transfer errors', 'operator', async ({ page }) => {
    await fill(page, { jumlah: 'banyak' })
    await page.getByRole('button', { name: 'Terima transfer' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['transfer confirmed', 'operator', async (visitor, c) => confirm(visitor, c.order)],
  ['statements', 'operator', to('/ops/mutasi')],
  ['statement errors', 'operator', async ({ page }) => {
    await page.getByRole('button', { name: 'Periksa dulu' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['statement', 'operator', async visitor => upload(visitor, sampleStatement())],
  ['statement recorded', 'operator', async visitor => record(visitor)],
  ['suspense', 'operator', to('/ops/titipan')],
  ['refunds', 'operator', to('/ops/pengembalian')],
  ['refunds done', 'operator', to('/ops/pengembalian?status=selesai')],
  ['refund', 'operator', async ({ page }) => {
    await page.goto('/ops/pengembalian')
    await page.getByRole('link', { name: /^Tandai terkirim/ }).first().click()
    await page.waitForURL(/\/terkirim$/)
  }],
  ['refund errors', 'operator', async ({ page }) => {
    await page.getByRole('button', { name: 'Catat sudah terkirim' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['board', 'operator', to('/ops')],
  ['board, filtered', 'operator', to('/ops?saring=look')],
  ['order secured', 'buyer', to(c => `/pesanan/${c.order}`)],
  ['mine', 'regular', to('/pesanan')],
  ['mine, refunds', 'regular', to('/pesanan?status=kembali')],
  ['wallet', 'regular', to('/saldo?jumlah=100000')],
  ['notifications', 'regular', to('/notifikasi')],
  ['notifications, all read', 'regular', async ({ page }) => {
    await page.getByRole('button', { name: 'Tandai semua sudah dibaca' }).click()
    await page.getByText('Semua sudah dibaca.').waitFor()
  }],
  ['notifications of a desk', 'operator', to('/notifikasi')],
  ['profile', 'regular', to('/profil')],
  ['profile with a key', 'regular', async visitor => { await apiKey(visitor) }],
  ['maker list', 'maker', to('/kelola/sambatan')],
  ['draft', 'maker', to('/kelola/sambatan/baru')],
  ['draft errors', 'maker', async ({ page }) => {
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['submit', 'maker', to(c => `/kelola/sambatan/${c.draft}/tinjauan`)],
  ['reviews', 'curator', to('/kurator')],
  ['review', 'curator', async ({ page }) => {
    await page.getByRole('link', { name: 'Tinjau Cendana Sumba' }).click()
    await page.getByRole('heading', { name: 'Yang dilihat pembeli' }).waitFor()
  }],
  ['review errors', 'curator', async ({ page }) => {
    await page.getByRole('button', { name: 'Kembalikan', exact: true }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['revise', 'maker', to(c => `/kelola/sambatan/${c.draft}/ubah`)],
  ['maker draft', 'maker', to(c => `/kelola/sambatan/${c.draft}`)],
  ['maker campaign', 'maker', to(c => `/kelola/sambatan/${c.campaign}`)],
  ['maker orders', 'maker', to(c => `/kelola/sambatan/${c.batch}`)],
  ['maker order', 'maker', to(c => `/kelola/sambatan/${c.batch}/pesanan/${c.sent}`)],
  ['maker order errors', 'maker', async ({ page }) => {
    await page.getByRole('button', { name: 'Catat dikirim' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['manifest', 'maker', to(c => `/kelola/sambatan/${c.batch}/resi`)],
  ['manifest errors', 'maker', async ({ page }) => {
    await page.getByRole('button', { name: 'Periksa dulu' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['manifest checked', 'maker', async ({ page }, c) => {
    const lines = ['kode,kurir,resi', `${c.sent},J&T,${freshResi()}`, 'SWG-0000000,JNE,0101234567890123'].join('\n')
    await page.locator('input[type=file]').setInputFiles({ name: 'resi.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) })
    await page.getByRole('button', { name: 'Periksa dulu' }).click()
    await page.getByText('Hasil periksa').waitFor()
  }],
  ['order sent', 'buyer', to(c => `/pesanan/${c.sent}`)],
  ['order delivered', 'buyer', async (visitor, c) => {
    await arrived(c.maker, c.batch, c.sent)
    await orderSays(visitor, c.sent, /Tanpa kabar dari Anda/)
  }],
  ['complaint', 'buyer', to(c => `/pesanan/${c.sent}/komplain`)],
  ['complaint errors', 'buyer', async ({ page }) => {
    await page.getByRole('button', { name: 'Kirim komplain' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['order disputed', 'buyer', async ({ page }) => {
    await fill(page, { sebab: 'damaged', cerita: 'Botolnya retak, separuh isinya tumpah.' })
    await page.getByRole('button', { name: 'Kirim komplain' }).click()
    await page.waitForURL(/kabar=komplain/)
  }],
  ['maker order disputed', 'maker', async ({ page }, c) => {
    await page.goto(`/kelola/sambatan/${c.batch}/pesanan/${c.sent}`)
    await fill(page, { tanggapan: 'Kami kemas dengan dua lapis, lihat foto di kurir.' })
    await page.getByRole('button', { name: 'Kirim tanggapan' }).click()
    await page.waitForURL(/kabar=tanggapan/)
  }],
  ['disputes', 'operator', to('/ops/komplain')],
  ['dispute', 'operator', async ({ page }, c) => {
    const sent = await holds({ page }, '/ops/komplain', page.getByRole('link', { name: `Periksa komplain ${c.sent}` }))
    await sent.click()
    await page.waitForURL(/komplain\/[0-9a-f-]{36}$/)
  }],
  ['dispute errors', 'operator', async ({ page }) => {
    await page.getByRole('button', { name: 'Putuskan' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['order confirmed', 'regular', async (visitor, c) => {
    await received(visitor, c.received)
    await orderSays(visitor, c.received, /Diteruskan ke perajin/)
  }],
  ['maker cancel', 'maker', to(c => `/kelola/sambatan/${c.campaign}/batalkan`)],
  ['progress', 'maker', async ({ page }, c) => {
    await brewing(c)
    await page.goto(`/kelola/sambatan/${c.brewing}/kabar`)
  }],
  ['progress errors', 'maker', async ({ page }) => {
    await page.getByRole('button', { name: 'Kabarkan' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['maker in production', 'maker', async ({ page }) => {
    await page.locator('#f-tahap').selectOption('maceration')
    await fill(page, { catatan: 'Hari ke-9', foto: 'https://contoh.id/maserasi.jpg' })
    await page.getByRole('button', { name: 'Kabarkan' }).click()
    await page.waitForURL(/kabar=kabar/)
  }],
  ['product in production', 'guest', to(c => `/sambatan/${c.brewing}`)],
  ['order in production', 'buyer', async (visitor, c) => orderSays(visitor, c.lost, /Sedang maserasi/)],
  ['operator cancels', 'operator', to(c => `/ops/sambatan/${c.brewing}/batalkan`)],
  ['yield', 'maker', to(c => `/kelola/sambatan/${c.brewing}/hasil`)],
  ['yield errors', 'maker', async ({ page }) => {
    await fill(page, { jadi: '0' })
    await page.getByRole('button', { name: 'Lihat pembagiannya' }).click()
    await page.locator('.errsum').waitFor()
  }],
  ['yield shown', 'maker', async ({ page }) => {
    await fill(page, { jadi: '1' })
    await page.getByRole('button', { name: 'Lihat pembagiannya' }).click()
    await page.getByText('Dana kembali: 1 pesanan').waitFor()
  }],
  ['yield shared', 'maker', async ({ page }) => {
    await fill(page, { alasan: 'Sebagian menguap saat maserasi' })
    await page.getByRole('button', { name: 'Bagikan 1 slot' }).click()
    await page.waitForURL(/kabar=hasil/)
  }],
  ['order of a short yield', 'buyer', async (visitor, c) => orderSays(visitor, c.lost, /pesanan Anda tidak kebagian/)],
  ['forbidden', 'maker', to('/ops')],
  ['notifications, none', 'auditor', to('/notifikasi')],
  ['audit list', 'auditor', to('/audit')],
  ['audit, nothing found', 'auditor', to('/audit?q=tidakadayangbegini')],
  ['trail', 'auditor', to(c => `/audit/sambatan/${c.campaign}`)],
  ['trail then', 'auditor', async ({ page }) => {
    await page.locator('article.ev .head a').nth(3).click()
    await page.getByText(/^Keadaan pada posisi/).waitFor()
  }],
  ['trail errors', 'auditor', async ({ page }) => {
    await page.getByLabel('Tanggal').fill('31/02/2026')
    await page.getByRole('button', { name: 'Tampilkan' }).first().click()
    await page.locator('.errsum').waitFor()
  }],
]

async function openStock({ page }) {
  await page.goto('/pasar/tools?saring=siap-kirim')
  await page.locator('ul.grid h3 a').first().click()
  await page.waitForURL(/\/produk\//)
}

// prepare brings everyone in and sets the scene: a running sambatan with an
// unpaid order, a draft, and a sambatan called off with a refund due.
async function prepare({ program, visit }, options) {
  const roles = { guest: null, newcomer: ['buyer', 4], buyer: ['buyer', 1], regular: ['buyer', 0], maker: ['brand'], operator: ['operator'], curator: ['curator'], auditor: ['auditor'] }
  const cast = { program }
  for (const [name, role] of Object.entries(roles)) {
    cast[name] = await visit(options)
    cast[name].expect(403, 404, 409, 422)
    if (role) await cast[name].signIn(...role)
  }
  cast.campaign = await published(program, cast.maker, { slots: 12, least: 8, closes: inSeconds(3 * day) })
  cast.order = (await join(cast.buyer, cast.campaign)).code
  await callOff(program, cast)
  await made(program, cast)
  cast.draft = await drafted(cast.maker, { slots: 20, least: 15, closes: inSeconds(30 * day) })
  return cast
}

// freshResi is one that no other parcel has, in any of the worlds that share a program.
let parcels = 8812000020
const freshResi = () => `JP${parcels++}`

// made leaves a batch behind whose parcels are on their way.
async function made(program, cast) {
  const { maker, buyer, regular, operator } = cast
  cast.batch = await published(program, maker, { slots: 2, closes: inSeconds(day), title: 'Wening Subuh dikirim' })
  const orders = []
  for (const who of [buyer, regular]) {
    const { code } = await join(who, cast.batch)
    await tell(who, code)
    await confirm(operator, code)
    orders.push(code)
  }
  await program.reaches(cast.batch, c => c.phase === 'Succeeded')
  await produce(maker, cast.batch)
  for (const code of orders) await sendParcel(maker, cast.batch, code, freshResi())
  const [sent, got] = orders
  Object.assign(cast, { sent, received: got })
}

// brewing leaves a batch behind that is being made: the regular's slot came first.
async function brewing(cast) {
  const { program, maker, buyer, regular, operator } = cast
  cast.brewing = await published(program, maker, { slots: 2, closes: inSeconds(day), title: 'Wening Subuh diracik' })
  for (const who of [regular, buyer]) {
    const { code } = await join(who, cast.brewing)
    await tell(who, code)
    await confirm(operator, code)
    cast.lost = code
  }
  await program.reaches(cast.brewing, c => c.phase === 'Succeeded')
  await maker.page.goto(`/kelola/sambatan/${cast.brewing}`)
  await maker.page.getByRole('button', { name: 'Mulai produksi' }).click()
  await maker.page.waitForURL(/kabar=langkah/)
}

// callOff leaves a sambatan behind with a refund due.
async function callOff(program, { maker, regular, operator }) {
  const campaign = await published(program, maker, { slots: 3, closes: inSeconds(day), title: 'Wening Subuh batal' })
  const { code } = await join(regular, campaign)
  await tell(regular, code)
  await confirm(operator, code)
  await program.reaches(campaign, c => c.secured === 1)
  const form = `/kelola/sambatan/${campaign}/batalkan`
  await maker.submit(form, form, { alasan: 'Panen akar wangi gagal' })
  await until(async () => (await (await operator.context.request.get('/ops/pengembalian')).text()).includes(code), { what: `a refund for ${code}` })
}
