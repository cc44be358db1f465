// Every page and state against WCAG 2.0 to 2.2, A and AA, and best practice.
import assert from 'node:assert/strict'
import { violations } from './harness/axe.mjs'
import { desktop, phone } from './harness/browser.mjs'
import { places } from './harness/places.mjs'
import { up } from './harness/program.mjs'
import { world } from './harness/world.mjs'

// Operators send what goes back here, so that there is a refund to look at.
const { scenario } = world(() => up('--ephemeral', '--refunds', 'by-hand'))

// On a desktop only what is laid out otherwise there.
const wide = [
  'market', 'product', 'join', 'join errors', 'joined', 'order', 'transfers', 'transfer', 'refunds', 'statements', 'statement', 'board', 'mine',
  'notifications', 'maker list', 'maker campaign', 'audit list', 'trail',
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
