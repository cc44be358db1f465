// Times and amounts the way the pages write them.

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Jakarta', day: '2-digit', month: '2-digit', year: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

// wib writes a moment as forms take it: 24/11/2026 and 14.06.30.
export function wib(moment) {
  const p = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]))
  return { date: `${p.day}/${p.month}/${p.year}`, time: `${p.hour}.${p.minute}.${p.second}` }
}

// rupiah reads "Rp548.127" (or "-Rp548.127") as 548127.
export function rupiah(text) {
  const found = /([-−]?)\s*Rp\s*([\d.]+)/.exec(text)
  if (!found) throw new Error(`no amount in ${JSON.stringify(text)}`)
  return (found[1] ? -1 : 1) * Number(found[2].replaceAll('.', ''))
}

// seconds is a whole-second moment that far from now.
export const inSeconds = seconds => new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000)
