import { setTimeout as pause } from 'node:timers/promises'

// until waits for a condition of the program that no page announces.
export async function until(condition, { within = 20_000, what = 'a condition' } = {}) {
  const end = Date.now() + within
  for (;;) {
    if (await condition()) return
    if (Date.now() > end) throw new Error(`waited ${within} ms for ${typeof what === 'function' ? what() : what}`)
    await pause(50)
  }
}
