// The program under test: `sambatan up` with everything in it.
import { createServer } from 'node:net'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Process } from './process.mjs'
import { until } from './until.mjs'

export const binary = process.env.SAMBATAN_BIN ?? fileURLToPath(new URL('../../../bin/sambatan', import.meta.url))

const readyWithin = 60_000 // ms; a cold machine initialises a database meanwhile

// freePort asks the kernel for a port that nobody uses.
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

// up starts the whole platform; it is ready when it printed the sign-in links
// and /readyz answers 200.
export async function up(...args) {
  const addr = `127.0.0.1:${await freePort()}`
  const process = new Process(binary, ['up', '--addr', addr, ...args])
  try {
    await process.saying(/Press Ctrl-C/, readyWithin)
    await ready(`http://${addr}`)
  } catch (err) {
    process.kill()
    throw err
  }
  return new Program(`http://${addr}`, process, people(process.output))
}

export async function ready(url) {
  await until(async () => (await fetch(url + '/readyz').catch(() => null))?.status === 200, { within: readyWithin, what: `${url}/readyz to answer 200` })
}

// people reads the sign-in links that the program prints, one a line.
function people(output) {
  const lines = output.matchAll(/^ +(\w+) +(\S.*?) +https?:\/\/\S+?(\/masuk\/\S+)$/gm)
  return [...lines].map(([, role, name, link]) => ({ role, name, link }))
}

export class Program {
  constructor(url, process, people) {
    Object.assign(this, { url, process, people })
  }

  // person finds somebody to sign in as: the nth of a role, or by name.
  person(roleOrName, nth = 0) {
    const found = this.people.filter(p => p.role === roleOrName || p.name === roleOrName)[nth]
    if (!found) throw new Error(`no ${roleOrName} (${nth}) among ${this.people.map(p => `${p.role} ${p.name}`).join(', ')}`)
    return found
  }

  async api(path, init) {
    const response = await fetch(`${this.url}/api/v1${path}`, init)
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
  }

  // campaign is what the public API says of a sambatan.
  async campaign(id) {
    const { status, body } = await this.api(`/campaigns/${id}`)
    if (status !== 200) throw new Error(`campaign ${id}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  // reaches waits until a sambatan is as the check wants it.
  async reaches(id, check, { within = 20_000, what = `campaign ${id} to change` } = {}) {
    let seen
    await until(async () => check(seen = await this.campaign(id)), { within, what: () => `${what}; it is ${JSON.stringify(seen)}` })
    return seen
  }

  stop() { return this.process.stop() }
}
