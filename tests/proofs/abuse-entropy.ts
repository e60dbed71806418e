/** What a query code is worth: its form at the door, and whether the phone's codes use all of it. */
import { codeFrom } from '#contract/shapes.ts'
import { ask, letterDraft } from './caller.ts'

const alphabet = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')

/** Codes that are worth less than they should, or that people would read wrongly. */
const refusedForms: Readonly<Record<string, string>> = {
  'one letter short': 'K7QF-3M9X-2HT',
  'one letter more': 'K7QF-3M9X-2HTDD',
  'two groups': 'K7QF-3M9X',
  'ten digits': '0123456789',
  'lower case': 'k7qf-3m9x-2htd',
  'no dashes': 'K7QF3M9X2HTD',
  'spaces for dashes': 'K7QF 3M9X 2HTD',
  'a dash elsewhere': 'K7Q-F3M9X-2HTD',
  'an I': 'K7QF-3M9X-2HTI',
  'an L': 'K7QF-3M9X-2HTL',
  'an O': 'K7QF-3M9X-2HTO',
  'a U': 'K7QF-3M9X-2HTU',
  'full width': 'Ｋ７ＱＦ-３Ｍ９Ｘ-２ＨＴＤ',
  'a line after it': 'K7QF-3M9X-2HTD\n',
  'a space before it': ' K7QF-3M9X-2HTD',
  nothing: ''
}

type Note = (good: boolean, what: string) => void

/** The server takes codes of the full form alone. Returns how many it was shown. */
export const judgeForm = async (base: string, note: Note): Promise<number> => {
  for (const [what, code] of Object.entries(refusedForms)) {
    const answer = await ask(base, 'POST', '/letters', { body: letterDraft({ code }) })
    const { errors = [] } = (answer.body ?? {}) as { errors?: readonly { pointer: string }[] }
    const told = errors.some(({ pointer }) => pointer === '/code')
    note(answer.status === 422 && told, `a letter whose code is ${what} was answered with ${answer.status}`)
  }
  const whole = ['0123-4567-89AB', 'CDEF-GHJK-MNPQ', 'RSTV-WXYZ-0Z9A']
  for (const code of whole) {
    const { status } = await ask(base, 'POST', '/letters', { body: letterDraft({ code }) })
    note(status === 201, `a letter with the code ${code} was answered with ${status}`)
  }
  return Object.keys(refusedForms).length + whole.length
}

/** The chi-square that evenly drawn letters exceed once in a thousand million times (Wilson and Hilferty's approximation). */
const unlikely = (degrees: number): number => {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + 6 * Math.sqrt(spread)) ** 3
}

/** Draws codes as a phone does: all of one form, none twice, each letter in each place equally often. */
export const judgeDraws = (draws: number, note: Note): Record<string, string> => {
  const places = Array.from({ length: 12 }, () => new Map<string, number>())
  const seen = new Set<string>()
  for (let n = 0; n < draws; n += 1) {
    const code = codeFrom(crypto.getRandomValues(new Uint8Array(12)))
    seen.add(code)
    const letters = code.replaceAll('-', '')
    if (letters.length !== 12 || !/^.{4}-.{4}-.{4}$/.test(code)) note(false, `a code of another form: ${code}`)
    places.forEach((place, at) => place.set(letters.charAt(at), (place.get(letters.charAt(at)) ?? 0) + 1))
  }
  note(seen.size === draws, `${draws - seen.size} codes were drawn twice`)
  const chiSquare = (counts: ReadonlyMap<string, number>, total: number): number =>
    alphabet.reduce((sum, letter) => sum + ((counts.get(letter) ?? 0) - total / 32) ** 2 / (total / 32), 0)
  const bound = unlikely(31)
  const together = new Map<string, number>()
  let bits = 0
  let worst = 0
  for (const [at, place] of places.entries()) {
    for (const [letter, times] of place) together.set(letter, (together.get(letter) ?? 0) + times)
    // what the likeliest letter leaves to guess
    bits -= Math.log2(Math.max(...place.values()) / draws)
    const found = chiSquare(place, draws)
    worst = Math.max(worst, found)
    note(found <= bound, `letter ${at + 1} of a code is uneven: chi-square ${found.toFixed(1)}`)
  }
  const all = chiSquare(together, draws * 12)
  note(all <= bound, `the letters are uneven: chi-square ${all.toFixed(1)}`)
  const letters = [...together.keys()].sort().join('')
  note(letters === alphabet.join(''), `codes are made of ${letters}`)
  note(bits >= 50, `a code is worth ${bits.toFixed(1)} bits`)
  return {
    'codes drawn': `${draws}, none twice; ${together.size} letters in 12 places are ${(12 * Math.log2(together.size)).toFixed(0)} bits, by the likeliest letters seen at least ${bits.toFixed(1)}`,
    'chi-square of the letters': `${all.toFixed(1)} together, ${worst.toFixed(1)} in the worst place; ${bound.toFixed(1)} would be uneven`
  }
}
