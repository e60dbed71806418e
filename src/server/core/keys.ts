/** Secrets: one master secret for keyed hashes, and a list of keys for sealed fields (the first seals, all open). */
import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SealKey {
  readonly id: string
  readonly key: Buffer
}

/** What `keys.json` holds; base64. */
interface KeysFile {
  secret: string
  sealKeys: string
}

const derived = new WeakMap<Buffer, Map<string, KeyObject>>()

/** Derives a key for one purpose, so that a hash made for one thing says nothing about another (HKDF, RFC 5869). */
export function purposeKey(secret: Buffer, purpose: string): KeyObject {
  const known = derived.get(secret) ?? new Map<string, KeyObject>()
  derived.set(secret, known)
  const kept = known.get(purpose)
  if (kept) return kept
  // asked for several times a request, and slow on purpose
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'wenzheng', purpose, 32)))
  known.set(purpose, key)
  return key
}

/** Reads `id:base64,id:base64`; each key has 32 bytes. Throws with a sentence for the operator. */
export function readSealKeys(text: string): SealKey[] {
  const keys = text.split(',').map((part) => {
    const [id, encoded] = part.trim().split(':')
    if (!id || !/^[a-z0-9-]{1,16}$/.test(id))
      throw new Error(`SEAL_KEYS: "${id ?? ''}" is not an id (a-z, 0-9, dash, up to 16)`)
    const key = Buffer.from(encoded ?? '', 'base64')
    if (key.length !== 32) throw new Error(`SEAL_KEYS: key "${id}" must be 32 bytes in base64`)
    return { id, key }
  })
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('SEAL_KEYS: an id stands twice')
  return keys
}

/** Reads a master secret: 32 bytes or more in base64. */
export function readSecret(text: string): Buffer {
  const secret = Buffer.from(text, 'base64')
  if (secret.length < 32) throw new Error('SECRET must be at least 32 bytes in base64')
  return secret
}

const keysFile = (dataDir: string) => join(dataDir, 'keys.json')

/** The keys kept beside the data, or undefined when there are none. */
export function readKeysFile(dataDir: string): KeysFile | undefined {
  try {
    return JSON.parse(readFileSync(keysFile(dataDir), 'utf8')) as KeysFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${keysFile(dataDir)} can not be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Writes keys beside the data, readable by the owner only; never over existing ones. */
export function writeKeysFile(dataDir: string, keys: KeysFile): void {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(keysFile(dataDir), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

/** Keys of a machine without configuration: made once, kept beside the data. Development only. */
export function keptKeys(dataDir: string): KeysFile {
  const kept = readKeysFile(dataDir)
  if (kept) return kept
  const made = { secret: randomBytes(32).toString('base64'), sealKeys: `k1:${randomBytes(32).toString('base64')}` }
  try {
    writeKeysFile(dataDir, made)
    return made
  } catch (error) {
    const other = readKeysFile(dataDir)
    if (other) return other
    throw error
  }
}
