/**
 * Reads the labelled letters in `personal-data/` (the rules stand at the head of develop-letters.txt) and judges the labels
 * by checks of its own: a mark that can't be right, a number that nobody marked, a sentence that stands twice, or a passage in
 * the wrong part throws.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

export const kinds = ['name', 'idNumber', 'phone', 'address', 'email', 'bankCard', 'plate'] as const
export type Kind = (typeof kinds)[number]

/** UTF-16 offsets, the end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}
export interface Label extends Span {
  readonly kind: Kind
}
export interface Passage {
  readonly text: string
  readonly labels: readonly Label[]
  /** what may be found and need not be */
  readonly either: readonly Span[]
  readonly heldOut: boolean
}

const folder = new URL('personal-data/', import.meta.url)
const heldOutFile = 'held-out.txt'
const mark = /⟦([a-zA-Z]+)\|([^⟦⟧|]+)⟧/g

const narrow = (text: string): string => text.normalize('NFKC')
const bare = (text: string): string => narrow(text).replace(/[\s()—-]/g, '')

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: a day of birth that was, and the check digit by ISO 7064. */
const isIdNumber = (digits: string): boolean => {
  const [, year, month, day] = /^[1-8]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dX]$/i.exec(digits) ?? []
  if (!year || !month || !day) return false
  const birth = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (birth.getUTCMonth() !== Number(month) - 1) return false
  const sum = idWeights.reduce((so, weight, i) => so + weight * Number(digits[i]), 0)
  return '10X98765432'[sum % 11] === digits[17]?.toUpperCase()
}

const isBankCard = (digits: string): boolean => {
  if (!/^\d{16,19}$/.test(digits)) return false
  const sum = [...digits].toReversed().reduce((so, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
    return so + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const plateShape =
  '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][· -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学港]'

const isRight: Readonly<Record<Kind, (text: string) => boolean>> = {
  name: (text) => /^\p{Script=Han}{2,5}$/u.test(text) || /^\p{Script=Han}{2,6}·\p{Script=Han}{2,8}$/u.test(text),
  idNumber: (text) => isIdNumber(bare(text)),
  phone: (text) => /^(?:(?:\+86)?1[3-9]\d{9}|0(?:10|2\d|[3-9]\d\d)\d{7,8})$/.test(bare(text)),
  address: (text) => text.length >= 3 && /[路街巷弄号村组社屯栋幢楼室嘎座里\d]/.test(text),
  email: (text) => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(narrow(text)),
  bankCard: (text) => isBankCard(bare(text)),
  plate: (text) => new RegExp(`^${plateShape}$`).test(text)
}

const isKind = (word: string): word is Kind => kinds.some((kind) => kind === word)

const readPassage = (marked: string, heldOut: boolean): Passage => {
  const labels: Label[] = []
  const either: Span[] = []
  let text = ''
  let read = 0
  for (const { 0: whole, 1: kind = '', 2: inside = '', index } of marked.matchAll(mark)) {
    text += marked.slice(read, index)
    read = index + whole.length
    const span = { start: text.length, end: text.length + inside.length }
    text += inside
    if (kind === 'either') either.push(span)
    else if (!isKind(kind)) throw new Error(`there is no kind ${kind}: ${whole}`)
    else if (inside !== inside.trim() || !isRight[kind](inside)) throw new Error(`not a right ${kind}: ${whole}`)
    else labels.push({ kind, ...span })
  }
  text += marked.slice(read)
  if (/[⟦⟧]/.test(text)) throw new Error(`a mark that is not closed or not known: ${marked}`)
  return { text, labels, either, heldOut }
}

/** What is left of a passage when its marks are blanked. */
const unmarked = ({ text, labels, either }: Passage): string =>
  [...labels, ...either].reduce(
    (so, { start, end }) => so.slice(0, start) + '\n'.repeat(end - start) + so.slice(end),
    text
  )

const refuseUnmarked = (passage: Passage): void => {
  const rest = unmarked(passage)
  const forgotten =
    passage.labels.map(({ start, end }) => passage.text.slice(start, end)).find((label) => rest.includes(label)) ??
    narrow(rest)
      .match(/\d[\d -]{13,}[\dXx]/g)
      ?.find((run) => isIdNumber(bare(run)) || isBankCard(bare(run))) ??
    rest.match(new RegExp(`${plateShape}|.[@＠].`))?.[0]
  if (forgotten !== undefined) throw new Error(`${forgotten} is not marked in: ${passage.text}`)
}

const isHeldOut = (text: string): boolean => createHash('sha256').update(text).digest().readUInt32BE() % 3 === 0

// shorter ones are greetings and fragments, which anybody may use again
const sentenceLength = 8

const sentencesOf = (text: string): string[] =>
  text
    .split(/[。！？!?\n]+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= sentenceLength)

/** All passages, in the order of the files. Throws at the first mistake in a label. */
export const readPassages = (): Passage[] => {
  const passages: Passage[] = []
  const seen = new Set<string>()
  const names = { heldOut: new Set<string>(), develop: new Set<string>() }
  for (const file of readdirSync(folder).toSorted()) {
    const [head = '', ...bodies] = readFileSync(new URL(file, folder), 'utf8').trimEnd().split(/\n\n+/)
    if (!head.split('\n').every((line) => line.startsWith('#'))) throw new Error(`${file} has no head`)
    for (const body of bodies) {
      const passage = readPassage(body, file === heldOutFile)
      if (passage.heldOut !== isHeldOut(passage.text)) throw new Error(`not the file of this passage: ${passage.text}`)
      refuseUnmarked(passage)
      for (const sentence of sentencesOf(passage.text)) {
        if (seen.has(sentence)) throw new Error(`this sentence stands twice: ${sentence}`)
        seen.add(sentence)
      }
      for (const { kind, start, end } of passage.labels) {
        if (kind === 'name') names[passage.heldOut ? 'heldOut' : 'develop'].add(passage.text.slice(start, end))
      }
      passages.push(passage)
    }
  }
  const known = [...names.heldOut].find((name) => names.develop.has(name))
  if (known !== undefined) throw new Error(`${known} stands in both parts`)
  return passages
}
