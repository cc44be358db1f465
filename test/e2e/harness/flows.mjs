// What people do, step by step through the pages, with or without scripts.
import { holds, shows } from './awaited.mjs'
import { visit } from './browser.mjs'
import { rupiah, wib } from './words.mjs'

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

// address is what a buyer types into the join form, by field.
export const address = {
  penerima: 'Tirta Wibowo', telepon: '0812-0000-4471', provinsi: 'Jawa Barat', kota: 'Kota Bandung', kecamatan: 'Coblong',
  kelurahan: 'Dago', alamat: 'Jalan Anggrek Hutan No. 12', kode_pos: '40135',
  bank: 'bca', nomor_rekening: '7000411193', atas_nama: 'TIRTA WIBOWO',
}

const field = (page, name) => page.locator(`[name="${name}"]:not([type=hidden])`)

// fill types values into a form by the names of its fields.
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const input = field(page, name)
    const kind = await input.evaluate(e => {
      const folded = e.closest('details')
      if (folded) folded.open = true
      return e.type
    })
    if (kind === 'checkbox') await input.setChecked(value)
    else if (kind === 'select-one') await input.selectOption(value)
    else await input.fill(value)
  }
}

export const fillJoin = (page, values = {}) => fill(page, { ...address, setuju_syarat: true, setuju_privasi: true, ...values })

const terms = ({ slots = 3, least = slots, closes, title = 'Wening Subuh', price = '265.000', perBuyer = '2' }) => {
  const close = wib(closes)
  return {
    judul: title, batch: '7', harga: price, ongkir: '18.000', slot: String(slots), minimal: String(least), maks_pembeli: perBuyer,
    tanggal_tutup: close.date, jam_tutup: close.time, dikirim_dari: 'Yogyakarta', perkiraan_kirim: '21–24 Des 2026',
  }
}

export const opened = async (program, id) => {
  await program.reaches(id, c => c.phase === 'Open', { what: `campaign ${id} to open` })
  return id
}

// approve is the curator's yes to a first submission, the short way.
export async function approve(program, maker, id) {
  const curator = await visit(maker.context.browser(), program)
  try {
    await curator.signIn('curator')
    await curator.submit(`/kurator/${id}`, `/kurator/${id}/setujui`, { kiriman: '1' })
  } finally {
    await curator.close()
  }
  return opened(program, id)
}

// publish takes a sambatan from a draft to its opening, as its maker does on the
// pages, and returns its id.
export async function publish(program, maker, asked) {
  const { page } = maker
  await page.goto('/kelola/sambatan/baru')
  await field(page, 'produk').selectOption({ index: 1 })
  await fill(page, terms(asked))
  await page.getByRole('button', { name: 'Simpan draf' }).click()
  await page.waitForURL(/kelola\/sambatan\/[0-9a-f-]{36}/)
  const id = uuid.exec(page.url())[0]
  await page.getByRole('link', { name: 'Periksa draf' }).click()
  await page.getByRole('button', { name: 'Kirim untuk ditinjau' }).click()
  await page.waitForURL(/kabar=kirim-tinjau/)
  return approve(program, maker, id)
}

// published is publish the short way, for scenarios that are about something
// else.
export async function published(program, maker, asked) {
  const id = await drafted(maker, asked)
  await maker.submit(`/kelola/sambatan/${id}/tinjauan`, `/kelola/sambatan/${id}/tinjauan`)
  return approve(program, maker, id)
}

// drafted only writes the draft.
export async function drafted(maker, asked) {
  const form = '/kelola/sambatan/baru'
  const [, product] = /<option value="([0-9a-f-]{36})"/.exec(await (await maker.context.request.get(form)).text())
  return uuid.exec(await maker.submit(form, '/kelola/sambatan', { ...terms(asked), produk: product }))[0]
}

// openDialog opens the join form from the product page.
export async function openDialog(buyer, campaign) {
  const { page } = buyer
  await page.goto(`/sambatan/${campaign}`)
  await page.getByRole('link', { name: /^Gabung/ }).filter({ visible: true }).click()
  await page.locator('dialog#modal[open] form').waitFor()
}

// join takes slots through the dialog and returns the order's code and total.
export async function join(buyer, campaign, values) {
  const { page } = buyer
  await openDialog(buyer, campaign)
  await fillJoin(page, values)
  await page.getByRole('button', { name: /^Ambil \d+ slot$/ }).click()
  return confirmation(page)
}

// byTransfer opens what is for whoever pays by transfer, and with told, for whoever has.
export async function byTransfer(page, { told = false } = {}) {
  const shown = page.getByText(/^(Transfer tepat sejumlah|Waktu bayar sudah lewat)$/).filter({ visible: true })
  const folded = page.getByText('Atau transfer bank dengan kode unik').filter({ visible: true })
  await shown.or(folded).first().waitFor()
  if (await shown.count() === 0) await folded.click()
  const have = page.getByText('Saya sudah transfer').filter({ visible: true })
  if (told && await have.count() > 0) await have.click()
}

// confirmation reads the order from the page or dialog after a join.
export async function confirmation(page) {
  await byTransfer(page)
  const words = await page.locator('main, dialog[open]').filter({ has: page.getByText('Transfer tepat sejumlah') }).last().innerText()
  return { code: /SWG-\w+/.exec(words)[0], total: rupiah(words.slice(words.indexOf('tepat sejumlah'))) }
}

// tell is the buyer's "Sudah transfer".
export async function tell(buyer, code, values = {}) {
  const { page } = buyer
  await page.goto(`/pesanan/${code}`)
  await byTransfer(page, { told: true })
  await fill(page, { keterangan: 'm-banking, referensi 88120', ...values })
  await page.getByRole('button', { name: 'Kabari sudah transfer' }).click()
  await page.waitForURL(/kabar=lapor/)
}

// openTransfer opens a transfer that a buyer told of, from the operators' list.
export async function openTransfer({ page }, code) {
  const told = await holds({ page }, '/ops/transfer', page.getByRole('link', { name: `Cek transfer ${code}` }))
  await told.click()
  await page.waitForURL(/\/terima$/)
}

// confirm is the operator's "Terima transfer"; it returns the moment at which
// the button was pressed.
export async function confirm(operator, code, values = {}) {
  const { page } = operator
  await openTransfer(operator, code)
  await fill(page, { rujukan_bank: `MUTASI ${code}`, ...values })
  const button = page.getByRole('button', { name: 'Terima transfer' })
  await button.waitFor()
  const pressed = Date.now()
  await button.click()
  await page.waitForURL(/kabar=terima/)
  return pressed
}

// produce takes a full batch to where its parcels can be sent.
export async function produce({ page }, campaign) {
  for (const name of ['Mulai produksi', 'Lulus uji']) {
    const step = await holds({ page }, `/kelola/sambatan/${campaign}`, page.getByRole('button', { name }))
    await step.click()
    await page.waitForURL(/kabar=langkah/)
  }
}

// sendParcel is the maker's note of one order's courier and resi.
export async function sendParcel({ page }, campaign, code, resi) {
  const path = `/kelola/sambatan/${campaign}/pesanan/${code}`
  const parcel = page.getByRole('link', { name: `Kirim ${code}` })
  await holds({ page }, `/kelola/sambatan/${campaign}`, parcel) // the order is opened a moment after the check
  await parcel.click()
  await page.waitForURL(`**${path}`)
  await page.locator('#f-kurir').selectOption('jnt')
  await page.locator('#f-resi').fill(resi)
  await page.getByRole('button', { name: 'Catat dikirim' }).click()
  await page.waitForURL(/kabar=paket-kirim/)
}

// arrived is the maker's note that an order's parcel is there.
export async function arrived({ page }, campaign, code) {
  await page.goto(`/kelola/sambatan/${campaign}/pesanan/${code}`)
  await page.getByRole('button', { name: 'Tandai sudah sampai' }).click()
  await page.waitForURL(/kabar=paket-sampai/)
}

// received is the buyer's word that everything is there.
export async function received({ page }, code) {
  await page.goto(`/pesanan/${code}`)
  await page.getByRole('button', { name: 'Paket sudah saya terima' }).click()
  await page.waitForURL(/kabar=diterima/)
}

// order reads a buyer's page of an order until it says what is expected.
export const orderSays = (buyer, code, words) => shows(buyer, `/pesanan/${code}`, words)

// apiKey makes a key for one's own programs on the profile page.
export async function apiKey({ page }) {
  await page.goto('/profil')
  await page.getByRole('button', { name: 'Buat kunci baru' }).click()
  return page.locator('.note .mono').innerText()
}
