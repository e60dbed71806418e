/**
 * The counting that ALTCHA's protocol asks for, in plain code: `crypto.subtle` is there on https alone, and for hashes
 * this short slower. SHA-256 after FIPS 180-4, for what fits into one block.
 */
import type { WorkChallenge } from '#contract/work.ts'

type Asked = Pick<WorkChallenge['parameters'], 'nonce' | 'salt' | 'cost' | 'keyLength' | 'keyPrefix'>

/** The number that was found, and its hash in hexadecimal digits. */
export interface FoundNumber {
  readonly counter: number
  readonly derivedKey: string
}

const rounds = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
])
const start = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
])

/** Every place that is asked for is there: the language alone does not know it. */
const wordAt = (words: Int32Array, place: number): number => words[place] ?? 0

/** The hash of the one block in `w` (16 words, padded), into `out`; the rest of `w` is written over. */
function hashBlock(w: Int32Array, out: Int32Array): void {
  for (let i = 16; i < 64; i += 1) {
    const x = wordAt(w, i - 15)
    const y = wordAt(w, i - 2)
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = wordAt(w, i - 16) + s0 + wordAt(w, i - 7) + s1
  }
  let a = wordAt(start, 0)
  let b = wordAt(start, 1)
  let c = wordAt(start, 2)
  let d = wordAt(start, 3)
  let e = wordAt(start, 4)
  let f = wordAt(start, 5)
  let g = wordAt(start, 6)
  let h = wordAt(start, 7)
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const one = (h + s1 + ((e & f) ^ (~e & g)) + wordAt(rounds, i) + wordAt(w, i)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  out[0] = a + wordAt(start, 0)
  out[1] = b + wordAt(start, 1)
  out[2] = c + wordAt(start, 2)
  out[3] = d + wordAt(start, 3)
  out[4] = e + wordAt(start, 4)
  out[5] = f + wordAt(start, 5)
  out[6] = g + wordAt(start, 6)
  out[7] = h + wordAt(start, 7)
}

const hexOf = (words: Int32Array): string =>
  [...words].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')

/** Hexadecimal digits as words; four bytes each. */
const wordsOf = (hex: string): number[] => (hex.match(/.{8}/g) ?? []).map((digits) => Number.parseInt(digits, 16) | 0)

/**
 * Tries the numbers from `from` on, `many` of them; undefined when none of them is it.
 * @throws RangeError for a challenge that does not fit into one block: none of ours
 */
export function findNumber(asked: Asked, from: number, many: number): FoundNumber | undefined {
  const { salt, nonce, cost, keyLength, keyPrefix } = asked
  const head = wordsOf(salt + nonce)
  const at = head.length
  if (salt.length % 8 !== 0 || nonce.length % 8 !== 0 || at > 12 || keyLength > 32)
    throw new RangeError('a challenge of another kind')
  const out = new Int32Array(8)
  const w = new Int32Array(64)
  w.set(head)
  w[at + 1] = 0x80000000 | 0
  w[15] = (at + 1) * 32
  // a hash hashed again
  const again = new Int32Array(64)
  again[8] = 0x80000000 | 0
  again[15] = 256
  // almost all numbers are ruled out by the first word alone
  const digits = Math.min(8, keyPrefix.length)
  const wanted = Number.parseInt(keyPrefix.slice(0, digits), 16)
  const rest = 32 - 4 * digits
  for (let counter = from; counter < from + many; counter += 1) {
    w[at] = counter
    hashBlock(w, out)
    for (let round = 1; round < cost; round += 1) {
      again.set(out)
      hashBlock(again, out)
    }
    if (wordAt(out, 0) >>> rest !== wanted) continue
    const derivedKey = hexOf(out).slice(0, keyLength * 2)
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
  }
  return undefined
}
