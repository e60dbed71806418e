import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { codeFrom, readCode } from '#contract/shapes.ts'

describe('query codes', () => {
  test('have three groups of four without letters that look alike', () => {
    for (let i = 0; i < 200; i += 1)
      expect(codeFrom(randomBytes(12))).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  })

  test('use every letter of the alphabet equally', () => {
    const seen = new Map<string, number>()
    const all = Uint8Array.from({ length: 12 * 64 }, (_, i) => i)
    for (let i = 0; i < all.length; i += 12) {
      for (const letter of codeFrom(all.subarray(i, i + 12)).replaceAll('-', ''))
        seen.set(letter, (seen.get(letter) ?? 0) + 1)
    }
    expect(seen.size).toBe(32)
    expect(new Set(seen.values())).toEqual(new Set([24]))
  })

  test.each([
    ['K7QF-3M9X-2HTD', 'K7QF-3M9X-2HTD'],
    ['k7qf3m9x2htd', 'K7QF-3M9X-2HTD'],
    [' k7qf 3m9x 2htd ', 'K7QF-3M9X-2HTD'],
    ['Ｋ７ＱＦ－３Ｍ９Ｘ－２ＨＴＤ', 'K7QF-3M9X-2HTD'],
    ['OIL0-1111-0000', '0110-1111-0000'],
    ['K7QF-3M9X', undefined],
    ['K7QF-3M9X-2HTU', undefined],
    ['', undefined]
  ])('%s is read as %s', (typed, code) => {
    expect(readCode(typed)).toBe(code)
  })

  test('too few random bytes are refused', () => {
    expect(() => codeFrom(randomBytes(11))).toThrow(RangeError)
  })
})
