// What axe finds wrong with a page. The visitor must have come with { axe: true }.
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

// violations looks at the whole page at once: what the bar at the bottom covers
// for the moment would otherwise count as too small to touch.
export async function violations(page) {
  const { width } = page.viewportSize()
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
  await page.evaluate(source)
  const { violations } = await page.evaluate(tags => globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
  }), tags)
  return violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${v.help}: ${n.target.join(' ')}: ${n.failureSummary.replace(/\s+/g, ' ')}`))
}
