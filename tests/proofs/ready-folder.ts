/**
 * The data folder of a bureau that has started once: its cluster made, migrated and filled with the demo, at rest. Made
 * once for the present sources and this day; each proof and journey gets a copy, which saves it the first start.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../step.ts'
import type { Account } from './server.ts'

const results = join(root, 'test-results')
const accountsFile = 'accounts.json'

/** Longer than the making takes on a slow machine: whoever made it was killed. */
const patienceMs = 180_000

/** What the first start depends on: the program, and the day that the demo's dates are counted from. */
const digest = (): string => {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  for (const source of ['src/server', 'src/contract', 'package-lock.json']) {
    const path = join(root, source)
    const files = statSync(path).isFile()
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) hash.update(relative(root, file)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

const copy = (from: string, to: string): void => {
  const done = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`the data folder was not copied: ${done.stderr}`)
}

/**
 * Copies the prepared data folder into an empty one and returns the accounts of its staff. `start` runs a server in a
 * fresh folder and returns both once it stands still again; it is called when nothing is prepared yet.
 */
export const fillFromReady = async (
  folder: string,
  start: () => Promise<{ dataDir: string; accounts: readonly Account[] }>
): Promise<readonly Account[]> => {
  const place = join(results, `ready-${digest()}`)
  const making = join(results, 'ready-making')
  mkdirSync(results, { recursive: true })
  const end = performance.now() + patienceMs
  while (!existsSync(place)) {
    try {
      mkdirSync(making)
    } catch {
      if (performance.now() > end) rmdirSync(making)
      await wait(100)
      continue
    }
    try {
      for (const name of readdirSync(results).filter((one) => /^ready-(?!making$)/.test(one)))
        await rm(join(results, name), { recursive: true, force: true })
      const { dataDir, accounts } = await start()
      const half = `${place}-half`
      copy(dataDir, half)
      writeFileSync(join(half, accountsFile), JSON.stringify(accounts))
      renameSync(half, place)
    } finally {
      rmdirSync(making)
    }
  }
  copy(`${place}/.`, folder)
  await rm(join(folder, accountsFile))
  return JSON.parse(readFileSync(join(place, accountsFile), 'utf8')) as Account[]
}
