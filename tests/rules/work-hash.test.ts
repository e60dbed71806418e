import { createHash, randomBytes } from 'node:crypto'
import { createChallenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { describe, expect, test } from 'vitest'
import { findNumber } from '../../src/citizen/core/work-hash.ts'

const challenge = async (cost: number, counter: number) =>
  (await createChallenge({ algorithm: 'SHA-256', cost, counter, deriveKey, hmacSignatureSecret: 'x' })).parameters

describe('the counting of the phone', () => {
  test.each([
    [1, 0],
    [1, 3777],
    [3, 512]
  ])('finds what ALTCHA itself finds, at cost %i', async (cost, counter) => {
    const parameters = await challenge(cost, counter)
    const found = findNumber(parameters, 0, 2 ** 32)
    const theirs = await solveChallenge({ challenge: { parameters }, deriveKey })
    expect(found).toMatchObject({ counter, derivedKey: theirs?.derivedKey })
  })

  test('hashes as Node does, whatever the bytes', () => {
    for (let n = 0; n < 200; n += 1) {
      const [nonce, salt] = [randomBytes(16), randomBytes(16)]
      const number = randomBytes(4)
      const wanted = createHash('sha256').update(salt).update(nonce).update(number).digest('hex')
      const asked = { nonce: nonce.toString('hex'), salt: salt.toString('hex'), cost: 1, keyLength: 32 }
      const counter = number.readUInt32BE()
      expect(findNumber({ ...asked, keyPrefix: wanted.slice(0, 32) }, counter, 1)?.derivedKey).toBe(wanted)
      expect(findNumber({ ...asked, keyPrefix: `${wanted[0] === '0' ? '1' : '0'}0` }, counter, 1)).toBeUndefined()
    }
  })

  test('in pieces it finds the same', async () => {
    const parameters = await challenge(1, 2500)
    expect(findNumber(parameters, 0, 2500)).toBeUndefined()
    expect(findNumber(parameters, 2500, 1)?.counter).toBe(2500)
  })
})
