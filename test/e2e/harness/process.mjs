// A child process in a group of its own: what it says is kept for the report of
// a failed test, and at the end the whole group is gone, whatever happened.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const stopWithin = 10_000 // ms between asking a process to stop and killing it
const kept = 200_000 // characters of output

export class Process {
  #child
  #said = ''
  #listeners = new Set()

  constructor(command, args, { env = {}, cwd } = {}) {
    this.name = [command.split('/').pop(), ...args].join(' ')
    this.#child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.ended = once(this.#child, 'close')
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', text => this.#heard(text))
    }
    this.#child.once('error', err => this.#heard(`${err.message}\n`))
    this.#child.once('close', () => this.#heard(''))
    live.add(this)
    this.ended.then(() => live.delete(this), () => live.delete(this))
  }

  get output() { return this.#said }
  get running() { return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null }

  #heard(text) {
    this.#said = (this.#said + text).slice(-kept)
    for (const listener of this.#listeners) listener()
  }

  // saying resolves with the match once the process has said something like it.
  saying(pattern, within) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer)
        this.#listeners.delete(look)
        settle(value)
      }
      const look = () => {
        const found = pattern.exec(this.#said)
        if (found) finish(resolve, found)
        else if (!this.running) finish(reject, new Error(`${this.name} ended before it said ${pattern}:\n${this.#said}`))
      }
      const timer = setTimeout(() => finish(reject, new Error(`${this.name} did not say ${pattern} within ${within} ms:\n${this.#said}`)), within)
      this.#listeners.add(look)
      look()
    })
  }

  // stop asks the process to end, and kills its group when it does not.
  async stop(signal = 'SIGINT') {
    if (!this.running) return this.ended
    this.#child.kill(signal)
    const timer = setTimeout(() => this.kill(), stopWithin)
    await this.ended
    clearTimeout(timer)
    if (this.#child.signalCode === 'SIGKILL') throw new Error(`${this.name} did not stop within ${stopWithin} ms`)
  }

  kill() {
    if (!this.#child.pid) return // it never started
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch (err) {
      if (err.code !== 'ESRCH') throw err
    }
  }
}

const live = new Set()
process.once('exit', () => { for (const left of live) left.kill() })
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(1))
}

// run runs a command to its end and returns what it said.
export async function run(command, args, options) {
  const child = new Process(command, args, options)
  const [code] = await child.ended
  if (code !== 0) throw new Error(`${child.name} ended with ${code}:\n${child.output}`)
  return child.output
}
