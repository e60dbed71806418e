/**
 * Finds Chinese personal names. A text can be read as words in many ways, with names among them or not; every reading is
 * weighed by how common its words and names are and by what stands around the names, and a run of letters is taken for a name
 * when the readings that hold it there weigh enough together (the forward-backward sums over the lattice of all readings).
 */
import type { Span } from '#contract/personal-addresses.ts'
import { factorAfter, isVague, readBefore, type Before } from './name-contexts.ts'
import { namesOfParts, nameShare, strangeShare, surnameLength } from './name-letters.ts'
import type { Words } from './name-words.ts'

/** A word or a name that a reading holds, and its weight. */
interface Step extends Span {
  readonly weight: number
  readonly isName: boolean
}

/** One token in so many is a name. */
const names = 0.01

/** A letter that no dictionary holds. */
const unknown = 1e-9

/** So much of all readings' weight makes a name: a missed name is published, a false alarm costs a click. */
const enough = 0.02

/** Two letters are often a word that the dictionary lacks. */
const enoughOfTwo = 0.05

/** Names joined by these stand in lists: one of them speaks for the next. */
const joins = /[、,，和与及跟\s]/

const han = /^\p{Script=Han}+$/u
const longestWord = 4

/** Stretches of Chinese letters; one without an end is cut. */
const stretches = /\p{Script=Han}{2,200}/gu

/** Every name that may begin at a place. */
function namesAt(words: Words, text: string, start: number, before: Before, after: (end: number) => number): Step[] {
  const steps: Step[] = []
  for (let length = 2; length <= 4 && start + length <= text.length; length += 1) {
    const name = text.slice(start, start + length)
    const share = nameShare(name) || (before.isAnnounced && length < 4 ? strangeShare(name) : 0)
    if (share === 0 || !han.test(name) || isVague(name, surnameLength(name), text, start)) continue
    const end = start + length
    if (words.isOther(name) && !before.isAnnounced && after(end) < 500) continue
    steps.push({ start, end, weight: names * share * before.factor * after(end), isName: true })
  }
  const ofParts = namesOfParts(text, start)
  if (ofParts) {
    const end = start + ofParts.length
    steps.push({ start, end, weight: names * ofParts.share * before.factor * after(end), isName: true })
  }
  return steps
}

/** Every word that may begin at a place; one letter always may. */
function wordsAt(words: Words, text: string, start: number, last: number): Step[] {
  const steps: Step[] = []
  for (let length = 1; length <= longestWord && start + length <= last; length += 1) {
    const share = words.share(text.slice(start, start + length))
    if (share > 0 || length === 1)
      steps.push({ start, end: start + length, weight: Math.max(share, unknown), isName: false })
  }
  return steps
}

/** A stretch of Chinese letters that may hold names, and all words and names that its readings may hold, in their order. */
interface Lattice extends Span {
  readonly steps: readonly Step[]
}

function latticesOf(words: Words, text: string, beforeAt: (start: number) => Before): Lattice[] {
  const factors = new Map<number, number>()
  const after = (end: number): number => {
    const factor = factors.get(end) ?? factorAfter(text, end)
    factors.set(end, factor)
    return factor
  }
  return spans(text, stretches).flatMap(({ start, end: last }) => {
    const places = Array.from({ length: last - start }, (_, at) => start + at)
    const found = places.map((at) => namesAt(words, text, at, beforeAt(at), after).filter(({ end }) => end <= last))
    if (found.every(({ length }) => length === 0)) return []
    return [
      { start, end: last, steps: places.flatMap((at, i) => [...wordsAt(words, text, at, last), ...(found[i] ?? [])]) }
    ]
  })
}

interface Guess extends Span {
  readonly likely: number
}

/** Keeps the products of the weights of some hundred letters within what a number can hold. */
const perLetter = 300

/** The likelihood of each name of a stretch: the share of the readings that hold it in the weight of all. */
function guessesIn({ start: from, end: to, steps }: Lattice, company: (name: Span) => number): Guess[] {
  const weighed = steps.map(({ start, end, weight, isName }) => ({
    start: start - from,
    end: end - from,
    weight: weight * perLetter ** (end - start) * (isName ? company({ start, end }) : 1),
    isName
  }))
  const forward = new Float64Array(to - from + 1)
  const backward = new Float64Array(to - from + 1)
  forward[0] = 1
  backward[to - from] = 1
  const at = (sums: Float64Array, place: number): number => sums[place] ?? 0
  for (const { start, end, weight } of weighed) forward[end] = at(forward, end) + at(forward, start) * weight
  for (const { start, end, weight } of weighed.toReversed())
    backward[start] = at(backward, start) + at(backward, end) * weight
  return weighed
    .filter(({ isName }) => isName)
    .map(({ start, end, weight }) => ({
      start: from + start,
      end: from + end,
      likely: (at(forward, start) * weight * at(backward, end)) / at(backward, 0)
    }))
}

/** What other names of the text say for one: it stands elsewhere too, or beside another in a list. */
function companyOf(text: string, known: readonly Span[]): (name: Span) => number {
  const texts = new Set(known.map(({ start, end }) => text.slice(start, end)))
  const starts = new Set(known.map(({ start }) => start))
  const ends = new Set(known.map(({ end }) => end))
  return ({ start, end }) => {
    if (texts.has(text.slice(start, end))) return 1000
    const isBeside =
      (joins.test(text.charAt(start - 1)) && ends.has(start - 1)) ||
      (joins.test(text.charAt(end)) && starts.has(end + 1))
    return isBeside ? 50 : 1
  }
}

const spans = (text: string, shape: RegExp): Span[] =>
  [...text.matchAll(shape)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))

/** Names of other peoples, written with a dot between their parts. */
const dotted =
  /[\u3400-\u4dbf\u4e00-\u9fff]{1,10}(?:[·•・‧∙．](?:(?![的了是在和与及问说称有从把被给向对已也都不没])[\u3400-\u4dbf\u4e00-\u9fff]){1,10}){1,3}/g

/** They begin behind the last word that announces one (我叫, 户主), or with the letters. */
function dottedNames(text: string, beforeAt: (start: number) => Before): Span[] {
  return spans(text, dotted).map(({ start, end }) => {
    const first = text.slice(start, end).search(/[·•・‧∙．]/)
    const begin = Array.from({ length: first }, (_, at) => start + first - at - 1).find(
      (at) => beforeAt(at).factor >= 100
    )
    return { start: begin ?? start, end }
  })
}

/** Of names that overlap the likeliest; a longer one that begins with it goes before when it is not much less likely. */
function chosen(guesses: readonly Guess[]): Guess[] {
  const byPlace = new Map(guesses.map((guess) => [`${guess.start} ${guess.end}`, guess]))
  const taken = new Set<number>()
  const kept: Guess[] = []
  for (const guess of guesses.toSorted((a, b) => b.likely - a.likely)) {
    const longer = byPlace.get(`${guess.start} ${guess.end + 1}`)
    const { start, end, likely } = longer && longer.likely > guess.likely / 5 ? longer : guess
    const letters = Array.from({ length: end - start }, (_, at) => start + at)
    if (letters.some((at) => at < guess.end && taken.has(at))) continue
    for (const at of letters) taken.add(at)
    kept.push({ start, end, likely })
  }
  return kept
}

const isEnough = ({ start, end, likely }: Guess): boolean => likely >= (end - start > 2 ? enough : enoughOfTwo)

/** All names in a text, in no order. Surname and title (王女士, 李科长, 张某) name nobody. */
export function findNames(words: Words, text: string): Span[] {
  const beforeAt = readBefore(text)
  const alone = latticesOf(words, text, beforeAt).map((lattice) => ({ lattice, guesses: guessesIn(lattice, () => 1) }))
  const company = companyOf(
    text,
    chosen(alone.flatMap(({ guesses }) => guesses.filter(isEnough))).filter(({ likely }) => likely > 0.5)
  )
  const together = alone.flatMap(({ lattice, guesses }) =>
    guesses.some((name) => company(name) !== 1) ? guessesIn(lattice, company) : guesses
  )
  return [...dottedNames(text, beforeAt), ...chosen(together.filter(isEnough))]
}
