// A test file's world: one program and one browser for all its scenarios.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, visit } from './browser.mjs'
import { up } from './program.mjs'

// Deadlines of sambatans are put off on a slow machine, by more than a minute.
const scenarioWithin = 480_000 // ms

// world starts a program before the file's scenarios and stops it after them.
// start may bring another program than `up --ephemeral`.
export function world(start = () => up('--ephemeral')) {
  let program, browser
  before(async () => {
    [program, browser] = await Promise.all([start(), launch()])
  }, { timeout: 120_000 })
  after(async () => {
    await browser?.close()
    await program?.stop()
  })
  return {
    // scenario is a test with visitors, who leave at its end. It fails on
    // anything that a browser complained about.
    scenario(name, body) {
      test(name, { timeout: scenarioWithin }, async () => {
        const visitors = []
        const enter = async options => {
          const visitor = await visit(browser, options?.program ?? program, options)
          visitors.push(visitor)
          return visitor
        }
        try {
          await body({ program, visit: enter })
        } catch (err) {
          throw await witness(err, name, visitors, program)
        } finally {
          await Promise.all(visitors.map(v => v.close()))
        }
        assert.deepEqual(visitors.flatMap(v => v.problems), [], 'what browsers complained about')
      })
    },
  }
}

// witness adds to an error what was on the screens and in the program's log.
async function witness(err, name, visitors, program) {
  const seen = await Promise.all(visitors.map(async (v, i) => {
    const words = await v.page.locator('main').innerText({ timeout: 1000 }).catch(() => '(no page)')
    const picture = await v.snapshot(`${name}-${i + 1}`)
    return `visitor ${i + 1} at ${v.page.url()} (${picture})\n${v.problems.join('\n')}\n${words.slice(0, 1500)}`
  }))
  const log = program.process.output.split('\n').filter(line => /"level":"(WARN|ERROR)"|panic/.test(line)).slice(-30).join('\n')
  err.stack += `\n\n${seen.join('\n---\n')}\n--- the program's warnings\n${log}`
  return err
}
