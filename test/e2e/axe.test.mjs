// Every page and state against WCAG 2.0 to 2.2, A and AA, and best practice.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { desktop, phone } from './harness/browser.mjs'
import { places } from './harness/places.mjs'
import { world } from './harness/world.mjs'

const { scenario } = world()

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

// violations looks at the whole page at once: what the bar at the bottom covers
// for the moment would otherwise count as too small to touch.
async function violations(page) {
  const { width } = page.viewportSize()
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
  await page.evaluate(source)
  const { violations } = await page.evaluate(tags => globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
  }), tags)
  return violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${v.help}: ${n.target.join(' ')}: ${n.failureSummary.replace(/\s+/g, ' ')}`))
}

// On a desktop only what is laid out otherwise there.
const wide = [
  'market', 'product', 'join', 'join errors', 'joined', 'order', 'transfers', 'transfer', 'refunds', 'board', 'mine',
  'maker list', 'maker campaign', 'audit list', 'trail',
]

for (const { where, size, only, least } of [{ where: 'a phone', size: phone, least: 50 }, { where: 'a desktop', size: desktop, only: wide, least: wide.length }]) {
  scenario(`axe finds nothing on ${where}`, async w => {
    const found = []
    let seen = 0
    for await (const { visitor, name } of places(w, { size, only, axe: true })) {
      seen++
      for (const violation of await violations(visitor.page)) found.push(`${name}: ${violation}`)
      await visitor.page.setViewportSize(size)
    }
    assert.ok(seen >= least, `${seen} places were looked at`)
    assert.deepEqual(found, [])
  })
}
