/**
 * Looking for words in a few thousand texts without an index: each text is looked through as it stands, which takes a
 * few milliseconds and nothing to prepare. Words are cut by the browser, or into pairs of letters where it can't; a term
 * stands for all its names.
 */
import type { Term } from '#contract/glossary.ts'

/** A text as it is looked through: all of it normalised. */
export interface SearchText {
  readonly id: string
  readonly title: string
  readonly head: string
  readonly body: string
}

/** Something that is looked for, by any of its names. */
type Wanted = readonly string[]

/** Letters of one kind in one shape: full width and half width, capitals and small ones are the same. */
export const normalised = (text: string): string => text.normalize('NFKC').toLowerCase()

const titleWeight = 8
const headWeight = 4
const bodyWeight = 1
/** This share of what was asked (by weight: rare words weigh more) must be found in a text. */
const enough = 0.6
/** The share of its pairs of letters by which a mistyped word is still known. */
const alike = 0.5

/** What a query asks for: terms by all their names, and the words between them. */
export function wantedIn(query: string, terms: readonly Term[]): Wanted[] {
  const names = terms
    .flatMap(({ name, aliases }) => {
      const all = [name, ...aliases].map(normalised)
      return all.map((one) => ({ one, all }))
    })
    .filter(({ one }) => one.length > 1)
    .toSorted((a, b) => b.one.length - a.one.length)
  let rest = normalised(query)
  const wanted: Wanted[] = []
  for (const { one, all } of names) {
    if (!rest.includes(one)) continue
    wanted.push([one, ...all.filter((other) => other !== one)])
    rest = rest.replaceAll(one, ' ')
  }
  for (const word of cutWords(rest)) if (!wanted.some(([first]) => first === word)) wanted.push([word])
  return wanted
}

/** Cuts a normalised text into words. */
function cutWords(text: string): string[] {
  if (!('Segmenter' in Intl)) return [...new Set(pairsOf(text))]
  const cut = new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)
  return [...new Set([...cut].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment))]
}

/** Pairs of Chinese letters beside each other, and other words whole. */
export function pairsOf(text: string): string[] {
  const pairs: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}+|[\p{Letter}\p{Number}]+/gu)) {
    const letters = [...run]
    if (letters.length < 3 || !/\p{Script=Han}/u.test(run)) pairs.push(run)
    else for (let at = 0; at + 1 < letters.length; at += 1) pairs.push(letters.slice(at, at + 2).join(''))
  }
  return pairs
}

/** Ids of the texts that fit, the fittest first, of equals the one that stands first. `found`: what to mark in them. */
export function findTexts(
  texts: readonly SearchText[],
  query: string,
  terms: readonly Term[]
): { readonly ids: string[]; readonly found: string[] } {
  const wanted = wantedIn(query, terms)
  const ids = fitting(texts, wanted, enough)
  if (ids.length > 0) return { ids, found: wanted.flat() }
  const pairs = [...new Set(pairsOf(normalised(query)))]
  return {
    ids: fitting(
      texts,
      pairs.map((pair) => [pair]),
      alike
    ),
    found: pairs
  }
}

function fitting(texts: readonly SearchText[], wanted: readonly Wanted[], share: number): string[] {
  if (wanted.length === 0) return []
  const hits = wanted.map((names) => texts.map((text) => hitOf(text, names)))
  const weights = hits.map((all) => {
    const having = all.reduce((sum, hit) => sum + (hit > 0 ? 1 : 0), 0)
    return Math.log(1 + texts.length / Math.max(having, 1))
  })
  const needed = share * weights.reduce((sum, weight) => sum + weight, 0)
  const scored = texts.map(({ id }, at) => {
    let [held, score] = [0, 0]
    for (const [which, weight] of weights.entries()) {
      const hit = hits[which]?.[at] ?? 0
      if (hit > 0) held += weight
      score += hit * weight
    }
    return { id, score: held >= needed ? score : 0 }
  })
  return scored
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ id }) => id)
}

/** How well a text holds one of some names: best in its title. */
function hitOf({ title, head, body }: SearchText, names: Wanted): number {
  let best = 0
  for (const name of names) {
    if (title.includes(name)) return titleWeight
    if (head.includes(name)) best = headWeight
    else if (best === 0 && body.includes(name)) best = bodyWeight
  }
  return best
}

/** The part of a text in which the first of some words stands; undefined where none does. */
export function excerptOf(text: string, words: readonly string[], length = 80): string | undefined {
  const plain = text.toLowerCase()
  const places = words.map((word) => plain.indexOf(word)).filter((place) => place >= 0)
  if (places.length === 0) return undefined
  const from = Math.max(0, Math.min(...places) - 20)
  const part = text.slice(from, from + length)
  return `${from > 0 ? '…' : ''}${part}${from + length < text.length ? '…' : ''}`
}
