// For everyone: by keyboard, on narrow screens, without glass.
import assert from 'node:assert/strict'
import { narrow } from './harness/browser.mjs'
import { confirmation, fillJoin, published } from './harness/flows.mjs'
import { places } from './harness/places.mjs'
import { up } from './harness/program.mjs'
import { inSeconds } from './harness/words.mjs'
import { world } from './harness/world.mjs'

// Operators send what goes back here, so that there is a refund to look at.
const { scenario } = world(() => up('--ephemeral', '--refunds', 'by-hand'))

const focused = page => page.evaluate(() => {
  const e = document.activeElement
  return { text: (e.innerText || e.getAttribute('aria-label') || '').trim(), id: e.id, name: e.name ?? '', inDialog: !!e.closest('dialog') }
})

// tabTo presses Tab until the focus is where it should be, and sees to it that
// each stop on the way can be seen.
async function tabTo(page, wanted, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    const outlined = await page.evaluate(() => {
      const e = document.activeElement
      if (e === document.body) return true
      // A card's link leaves the ring to its card.
      return [e, e.closest('.card')].filter(Boolean).map(e => getComputedStyle(e))
        .some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    })
    assert.ok(outlined, `the focus on ${JSON.stringify(at)} can be seen`)
    if (wanted(at)) return at
  }
  throw new Error(`${wanted} was not reached with ${most} Tabs`)
}

scenario('from the marketplace into the join dialog and out again by keyboard alone', async w => {
  const maker = await w.visit()
  await maker.signIn('brand')
  const campaign = await published(w.program, maker, { slots: 5, closes: inSeconds(3600), title: 'Wening Subuh papan ketik' })
  const buyer = await w.visit()
  await buyer.signIn('buyer', 1)
  const { page } = buyer
  await page.goto('/pasar/parfum')
  assert.match((await tabTo(page, () => true)).text, /Lewati ke isi/, 'the first stop skips the header')
  await page.keyboard.press('Enter')
  assert.equal((await focused(page)).id, 'isi')
  await tabTo(page, at => at.text.includes('papan ketik'))
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/sambatan/${campaign}`)
  await tabTo(page, at => at.text === 'Gabung sambatan')
  await page.keyboard.press('Enter')
  await page.locator('dialog#modal[open] form').waitFor()
  await tabTo(page, at => at.text === 'Pakai alamat lain')
  await page.keyboard.press('Enter')
  await tabTo(page, at => at.name === 'penerima')
  assert.ok((await focused(page)).inDialog)
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    const { inDialog, text, id } = await focused(page)
    assert.ok(inDialog || id === '' && text === '' || await page.evaluate(() => document.activeElement === document.body), 'the focus stays in the dialog')
  }
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('#modal').open)
  assert.equal((await focused(page)).text, 'Gabung sambatan', 'focus returns')

  await page.keyboard.press('Enter')
  await page.locator('dialog#modal[open] form').waitFor()
  await fillJoin(page)
  await page.locator('#f-atas-nama').focus()
  await tabTo(page, at => /^Ambil 1 slot/.test(at.text))
  await page.keyboard.press('Enter')
  await confirmation(page)
})

// sideways lists what makes the page wider than its window.
const sideways = page => page.evaluate(() => {
  const root = document.scrollingElement
  if (root.scrollWidth <= root.clientWidth) return []
  const clipped = e => { // inside something that scrolls or clips by itself
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX !== 'visible') return true
    }
    return false
  }
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(e))
    .slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`)
    .concat(`page ${root.scrollWidth}`)
})

// small lists the buttons and fields that are less than 24 by 24 pixels.
const small = page => page.evaluate(() => [...document.querySelectorAll('a.btn, button:not(.linkbtn), .chip, .tabs a, .bottomnav a, select, input:not([type=hidden])')]
  .filter(e => e.offsetParent && !e.closest('.sr') && e.type !== 'checkbox' && e.type !== 'radio')
  .map(e => ({ what: `${e.tagName.toLowerCase()} ${e.innerText || e.name}`, box: e.getBoundingClientRect() }))
  .filter(({ box }) => box.height < 24 || box.width < 24)
  .map(({ what, box }) => `${what}: ${Math.round(box.width)}×${Math.round(box.height)}`))

scenario('at 320 pixels no page scrolls sideways, and targets are large enough to touch', async w => {
  for await (const { visitor, name } of places(w, { size: narrow })) {
    assert.deepEqual(await sideways(visitor.page), [], `${name} fits`)
    assert.deepEqual(await small(visitor.page), [], `${name}: at least 24 by 24`)
  }
})

const glass = page => page.evaluate(() => [...document.querySelectorAll('.glass-panel, .glass-still, .glass-strong')]
  .filter(e => getComputedStyle(e).backdropFilter !== 'none').length)

const seeThrough = page => page.evaluate(() => [...document.querySelectorAll('.glass-panel, .glass-still, .glass-strong')]
  .map(e => getComputedStyle(e).backgroundColor)
  .filter(colour => /rgba\(.*, 0?\.\d+\)|\/ 0?\.\d+\)/.test(colour)).length)

scenario('the solid display is a choice that stays, with and without JavaScript', async ({ visit }) => {
  for (const scripts of [true, false]) {
    const { page } = await visit({ scripts })
    await page.goto('/pasar/tools')
    assert.ok(await glass(page) > 0, 'glass by default')
    await page.getByRole('button', { name: 'Tampilan solid' }).click()
    await page.waitForURL('**/pasar/tools')
    assert.equal(await glass(page), 0)
    assert.equal(await seeThrough(page), 0)
    await page.goto('/cara-kerja')
    assert.equal(await glass(page), 0, 'it stays on other pages')
    await page.getByRole('button', { name: 'Tampilan kaca' }).click()
    await page.waitForURL('**/cara-kerja')
    await page.goto('/pasar/tools')
    assert.ok(await glass(page) > 0)
  }
})

scenario('who asks the system for less transparency gets none', async ({ visit }) => {
  const { page, context } = await visit()
  const cdp = await context.newCDPSession(page)
  for (const feature of [{ name: 'prefers-reduced-transparency', value: 'reduce' }, { name: 'prefers-contrast', value: 'more' }]) {
    await cdp.send('Emulation.setEmulatedMedia', { features: [feature] })
    await page.goto('/pasar/parfum')
    assert.equal(await glass(page), 0, feature.name)
    assert.equal(await seeThrough(page), 0, feature.name)
  }
  await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] })
  await page.goto('/pasar/parfum')
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter(e => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(e)
    const long = text => text.split(',').some(part => parseFloat(part) > 0.01)
    return (animationName !== 'none' && long(animationDuration)) || long(transitionDuration)
  }).length)
  assert.equal(moving, 0, 'nothing moves')
})

scenario('panels with a blur stay few', async ({ program, visit }) => {
  const { items } = (await program.api('/campaigns?limit=100')).body
  const operator = await visit()
  await operator.signIn('operator')
  for (const path of ['/pasar/parfum', `/sambatan/${items.find(c => c.phase === 'Open').id}`, '/ops']) {
    await operator.page.goto(path)
    const blurred = await operator.page.evaluate(() => [...document.querySelectorAll('*')].filter(e => {
      const box = e.getBoundingClientRect()
      return getComputedStyle(e).backdropFilter !== 'none' && box.height > 0 && box.top < innerHeight && box.bottom > 0
    }).length)
    assert.ok(blurred <= 6, `${path}: ${blurred} blurred panels in view`)
  }
})
