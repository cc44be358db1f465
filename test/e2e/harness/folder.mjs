// A data folder of a program that others join there.
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'

// folder makes an empty one that Postgres's own user can reach.
export async function folder() {
  const path = await realpath(await mkdtemp('/tmp/sambatan-e2e-'))
  await chmod(path, 0o755)
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
