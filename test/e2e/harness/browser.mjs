// The browser, and visitors in it. A visitor is one person with cookies of
// their own; whatever the browser complains about on the way fails the test.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const candidates = [process.env.CHROMIUM_BIN, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const output = fileURLToPath(new URL('../output/', import.meta.url))

export const phone = { width: 390, height: 844 }
export const narrow = { width: 320, height: 640 }
export const desktop = { width: 1280, height: 900 }

export function launch() {
  const executablePath = candidates.find(path => path && existsSync(path))
  if (!executablePath) throw new Error(`no Chromium; looked at ${candidates.filter(Boolean).join(', ')}. Install it, or set CHROMIUM_BIN.`)
  return chromium.launch({ executablePath, args: flags })
}

// A visitor's options, all with a default:
//   size      phone, narrow or desktop
//   scripts   false turns JavaScript off
//   axe       lets axe work, which a strict content policy forbids
//   media     what Playwright's emulateMedia takes
export async function visit(browser, program, { size = desktop, scripts = true, axe = false, media } = {}) {
  const context = await browser.newContext({
    baseURL: program.url, viewport: size, locale: 'id-ID', timezoneId: 'Asia/Jakarta',
    hasTouch: size.width < 700, isMobile: size.width < 700, javaScriptEnabled: scripts, bypassCSP: axe,
  })
  context.setDefaultTimeout(20_000)
  const visitor = new Visitor(program, context)
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', e => console.error(`content policy: ${e.violatedDirective} ${e.blockedURI}`))
  })
  context.on('page', page => visitor.watch(page))
  visitor.page = await context.newPage()
  if (media) await visitor.page.emulateMedia(media)
  return visitor
}

export class Visitor {
  problems = []
  #expected = new Set()

  constructor(program, context) {
    Object.assign(this, { program, context })
  }

  // expect allows answers with these statuses from now on; any other status
  // from 400 up is a problem.
  expect(...statuses) {
    for (const status of statuses) this.#expected.add(status)
  }

  watch(page) {
    page.on('console', message => {
      // The status of an answer is judged below, where it is known.
      if (message.type() !== 'error' || /^Failed to load resource: the server responded/.test(message.text())) return
      this.problems.push(`console: ${message.text()} (${page.url()})`)
    })
    page.on('pageerror', error => this.problems.push(`script: ${error.message} (${page.url()})`))
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (origin !== this.program.url && protocol !== 'data:') this.problems.push(`request to another site: ${request.url()}`)
    })
    page.on('response', response => {
      if (response.status() >= 400 && !this.#expected.has(response.status())) {
        this.problems.push(`${response.status()} ${response.request().method()} ${response.url()}`)
      }
    })
  }

  // signIn uses a printed link the short way, without drawing its pages; how
  // people do it has a scenario of its own.
  async signIn(roleOrName, nth) {
    const person = this.program.person(roleOrName, nth)
    await this.submit(person.link, person.link)
    return person
  }

  // submit posts a form without drawing its page: the hidden fields come from
  // the page at path, the rest from fields. It returns where it leads, once that
  // page shows what was done.
  async submit(path, action, fields = {}) {
    const page = await (await this.context.request.get(path)).text()
    const hidden = name => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
    const answer = await this.context.request.post(action, {
      form: { _csrf: hidden('_csrf'), perintah_id: hidden('perintah_id'), ...fields }, maxRedirects: 0,
    })
    if (answer.status() !== 303) throw new Error(`POST ${action} answered ${answer.status()}:\n${await answer.text()}`)
    const { location } = answer.headers()
    await this.context.request.get(location)
    return location
  }

  async snapshot(name) {
    await mkdir(output, { recursive: true })
    const path = `${output}${name.replace(/[^\w]+/g, '-')}.png`
    await this.page.screenshot({ path, fullPage: true }).catch(() => {})
    return path
  }

  close() { return this.context.close() }
}
