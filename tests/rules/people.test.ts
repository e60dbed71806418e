import { expect, test } from 'vitest'
import { waitAfter } from '#server/core/attempts.ts'
import { describeDevice, needsOffice, passwordFrom } from '#server/people/rules.ts'

test('the first failures cost nothing, then the wait doubles up to a quarter of an hour', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 10, 13, 14, 20, 1000].map((failures) => waitAfter(failures, 4))
  expect(waits).toEqual([0, 0, 0, 0, 2, 4, 8, 64, 512, 900, 900, 900])
})

test('a generated password is four groups of five letters that nobody mistakes', () => {
  const password = passwordFrom(Uint8Array.from({ length: 20 }, (_, index) => index * 13))
  expect(password).toMatch(/^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}$/)
  expect(passwordFrom(new Uint8Array(20))).toBe('00000-00000-00000-00000')
  expect(() => passwordFrom(new Uint8Array(19))).toThrow(RangeError)
})

test('whoever works within an office needs one', () => {
  expect(needsOffice(['handler'])).toBe(true)
  expect(needsOffice(['leader', 'officeHead'])).toBe(true)
  expect(needsOffice(['registryClerk', 'administrator'])).toBe(false)
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge, Windows'
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome, Linux'
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari, iOS'
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox, macOS'],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
    '微信, Android'
  ],
  ['<script>alert(1)</script>', ''],
  ['', '']
])('the device %j is named in our own words', (userAgent, words) => {
  expect(describeDevice(userAgent)).toBe(words)
})
