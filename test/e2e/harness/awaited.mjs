// Pages that show what somebody else did: their own deeds people see at once,
// others' a moment later, so that a page is opened again until it shows them.
import { until } from './until.mjs'

const soon = 20_000 // ms

// shows opens a page until it holds some words, and returns its text.
export async function shows({ page }, path, words, within = soon) {
  let text
  await until(async () => {
    await page.goto(path)
    text = await page.locator('main').innerText()
    return words.test(text)
  }, { within, what: () => `${path} to say ${words}; it says\n${text}` })
  return text
}

// holds opens a page until something is on it, and returns that.
export async function holds({ page }, path, thing, within = soon) {
  await until(async () => {
    await page.goto(path)
    return await thing.count() > 0
  }, { within, what: `${path} to hold ${thing}` })
  return thing
}
