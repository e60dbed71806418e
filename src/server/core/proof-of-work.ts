/**
 * Work that a phone does before its letter or booking is taken, by ALTCHA's protocol. A challenge is signed, holds for one
 * id only, and no longer than the settings say; since what has that id is stored once whatever is sent, by how many processes so
 * ever, so is its work good once.
 */
import { randomInt } from 'node:crypto'
import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import type { WorkChallenge } from '#contract/work.ts'
import { clock } from './clock.ts'
import type { Config } from './config.ts'
import { purposeKey } from './keys.ts'

/** Longer than any solution is: what is longer is not looked at. */
const longest = 2000

const secretOf = (config: Config, purpose: string): string =>
  purposeKey(config.secret, purpose).export().toString('hex')

const secretsOf = (config: Config) => ({
  hmacSignatureSecret: secretOf(config, 'work-challenge'),
  hmacKeySignatureSecret: secretOf(config, 'work-solution')
})

const seconds = (): number => Math.floor(clock.now().getTime() / 1000)

/** Hashes that are asked for at most at a load: `load` is what came over what is allowed; twice the load, twice the work. */
export function workFor(config: Config, load: number): number {
  const steps = Math.max(0, Math.floor(Math.log2(load)))
  return Math.min(config.workHashesMost, config.workHashes * 2 ** steps)
}

/** A challenge for one letter. The number lies in the upper half of what is counted: no phone is lucky, none waits for ever. */
export async function askForWork(config: Config, id: string, load: number): Promise<WorkChallenge> {
  const most = workFor(config, load)
  const challenge = await createChallenge({
    algorithm: 'SHA-256',
    cost: 1,
    counter: randomInt(Math.floor(most / 2), most + 1),
    deriveKey,
    // the protocol's own end is read by the machine's clock, which is not the server's
    data: { letter: id, until: seconds() + config.workMinutes * 60 },
    ...secretsOf(config)
  })
  return challenge as Challenge & WorkChallenge
}

function read(header: string): Payload | undefined {
  if (header.length > longest) return undefined
  try {
    return JSON.parse(Buffer.from(header, 'base64').toString()) as Payload
  } catch {
    return undefined
  }
}

/** Whether the header holds the solved challenge of this letter, still in its time. Whatever it holds, it throws nothing. */
export async function isWorkDone(config: Config, id: string, header: string): Promise<boolean> {
  const shown = read(header)
  try {
    if (shown === undefined) return false
    const { verified } = await verifySolution({ ...shown, deriveKey, ...secretsOf(config) })
    const { letter, until } = shown.challenge.parameters.data ?? {}
    return verified && letter === id && typeof until === 'number' && until >= seconds()
  } catch {
    // no challenge at all: the library reads what it was given
    return false
  }
}
