/** What the list is narrowed and sorted by, as it stands in the address, in the query of the server, and in words. */
import type { LocationQuery } from 'vue-router'
import type { ViewFilter } from '#contract/letters-queue.ts'
import type { LetterSource } from '#contract/channels.ts'
import { sourceWords } from './channel-words.ts'
import { sayGrade } from './rating-words.ts'
import { allKinds, allTabs, allTopics, kindWords, tabWords, topicWords } from './state-words.ts'

export const dueSpanWords: Readonly<Record<NonNullable<ViewFilter['due']>, string>> = {
  overdue: '已逾期',
  today: '今天到期',
  week: '七天内到期'
}
export const sortWords: Readonly<Record<NonNullable<ViewFilter['sort']>, string>> = {
  due: '最急的在上',
  newest: '新来的在上',
  oldest: '先来的在上'
}
export const grades = ['1', '2', '3', '4', '5'] as const
export const allSources = Object.keys(sourceWords) as readonly LetterSource[]

export const allSpans = Object.keys(dueSpanWords) as readonly NonNullable<ViewFilter['due']>[]
export const allSorts = Object.keys(sortWords) as readonly NonNullable<ViewFilter['sort']>[]

const id = /^[0-9a-f-]{36}$/

/** The filter of an address. What is none of it, such as a word of an older version, is left out. */
export function filterOf(query: LocationQuery): ViewFilter {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name].trim() : '')
  const one = <V extends string>(name: string, list: readonly V[]) => list.find((value) => value === text(name))
  const idOf = (name: string) => (id.test(text(name)) ? text(name) : undefined)
  const search = [...text('search')].slice(0, 60).join('')
  const found = {
    state: one('state', allTabs),
    kind: one('kind', allKinds),
    topic: one('topic', allTopics),
    source: one('source', allSources),
    office: idOf('office'),
    handler: idOf('handler'),
    due: one('due', allSpans),
    grade: one('grade', grades),
    search: search === '' ? undefined : search,
    sort: one('sort', allSorts)
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as ViewFilter
}

/** What a filter holds beside the state and the order: whether the list shows less than the whole cut. */
export const isNarrowed = ({ state: _, sort: __, ...rest }: ViewFilter): boolean => Object.keys(rest).length > 0

/** Whether two filters show the same. */
export const isSameFilter = (one: ViewFilter, other: ViewFilter): boolean => {
  const plain = ({ sort = 'due', ...rest }: ViewFilter) => JSON.stringify(Object.entries({ ...rest, sort }).toSorted())
  return plain(one) === plain(other)
}

/** Names of offices and people, as far as they are known. */
export type NameOf = (id: string) => string | undefined

/** A filter in words: `在办的，咨询，已逾期`. */
export function filterWords(filter: ViewFilter, nameOf: NameOf): string {
  const { state, kind, topic, source, office, handler, due, grade, search, sort } = filter
  return [
    state ? tabWords[state] : '在办的',
    kind && kindWords[kind],
    topic && topicWords[topic],
    source && sourceWords[source],
    office && (nameOf(office) ?? '某科室'),
    handler && `${nameOf(handler) ?? '某人'}经办`,
    due && dueSpanWords[due],
    grade && sayGrade(Number(grade)),
    search && `“${search}”`,
    sort && sort !== 'due' && sortWords[sort]
  ]
    .filter(Boolean)
    .join('，')
}

/** Whether what was typed is a telephone number or an e-mail address: looked for as a contact, and kept out of the address. */
export function isContact(typed: string): boolean {
  const plain = typed.normalize('NFKC').replace(/\s/g, '')
  return /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(plain) || /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(plain)
}
