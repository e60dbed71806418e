/** Pure rules about staff: generated passwords, who needs an office, how a device is named. */
import type { Role } from '#contract/people.ts'

// no i, l, o, u: what is read from a slip of paper is not mistaken
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const groups = 4
const groupLength = 5

/** A password to be read out or typed once: four groups of five letters, 100 bits. Needs 20 random bytes. */
export function passwordFrom(bytes: Uint8Array): string {
  const length = groups * groupLength
  if (bytes.length < length) throw new RangeError(`a password needs ${length} random bytes`)
  const letters = [...bytes.subarray(0, length)].map((byte) => alphabet.charAt(byte & 31)).join('')
  return Array.from({ length: groups }, (_, index) =>
    letters.slice(index * groupLength, (index + 1) * groupLength)
  ).join('-')
}

const officeBound: readonly Role[] = ['handler', 'officeHead']

/** Whether these roles reach no further than an office, so that a person without one could do nothing. */
export function needsOffice(roles: readonly Role[]): boolean {
  return roles.some((role) => officeBound.includes(role))
}

// the first that matches names it; the order matters, since browsers also name those they descend from
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, '微信'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/QQBrowser\//, 'QQ 浏览器'],
  [/HuaweiBrowser\//, '华为浏览器'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari']
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux']
]

const named = (list: readonly (readonly [RegExp, string])[], text: string) =>
  list.find(([sign]) => sign.test(text))?.[1]

/** Browser and system of a user agent in words of our own, such as `Edge, Windows`; empty when neither is known. */
export function describeDevice(userAgent: string): string {
  return [named(browsers, userAgent), named(systems, userAgent)].filter((part) => part !== undefined).join(', ')
}
