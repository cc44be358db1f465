// What a development installation would have mailed.
import { until } from './until.mjs'

const row = /href="(\/dev\/surat\/\d+)">([^<]*)<\/a><\/h3>\s*<p[^>]*>([^<]*)<\/p>/g

// letters are those to an address, the newest first: where each can be read, and its subject.
export async function letters({ request }, address) {
  const list = await (await request.get('/dev/surat')).text()
  return [...list.matchAll(row)].filter(([, , , to]) => to.includes(address)).map(([, path, subject]) => ({ path, subject }))
}

// linkFrom waits for the nth letter with a subject to an address, and returns its link.
export async function linkFrom(context, address, subject, nth = 1) {
  let found
  const come = async () => {
    found = (await letters(context, address)).filter(letter => letter.subject === subject)
    return found.length >= nth
  }
  await until(come, { what: `letter ${nth} to ${address}` })
  const body = await (await context.request.get(`${found[0].path}/isi`)).text()
  return /href="([^"]*\/(?:masuk|daftar)\/[^"]+)"/.exec(body)[1].replaceAll('&amp;', '&')
}
