// Bank statements, as an operator downloads them from a bank and imports them.
import { wib } from './words.mjs'

const head = 'tanggal;waktu;keterangan;jumlah;referensi'

// line is a row of the plain form; one without a moment's time has the day only.
export function line({ at = new Date(), timed = true, text = 'TRANSFER', amount, reference = '' }) {
  const { date, time } = wib(at)
  return [date, timed ? time : '', text, amount, reference].join(';')
}

export const statement = (...lines) => [head, ...lines, ''].join('\r\n')

// sampleStatement holds a row of most kinds.
export const sampleStatement = () => statement(
  line({ text: 'SETORAN TUNAI', amount: '150.000' }), line({ text: 'BIAYA ADMIN', amount: '-15.000' }), '31/02/2026;;RUSAK;1.000;')

// upload leads to the dry run of a file.
export async function upload({ page }, file) {
  await page.goto('/ops/mutasi')
  await page.getByLabel('File CSV').setInputFiles({ name: 'mutasi.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('button', { name: 'Periksa dulu' }).click()
  await page.waitForURL(/\/ops\/mutasi\/[0-9a-f-]{36}$/)
}

// record does what the dry run on the screen shows.
export async function record({ page }) {
  await page.getByRole('button', { name: /^Catat/ }).click()
  await page.waitForURL(/kabar=mutasi/)
}
