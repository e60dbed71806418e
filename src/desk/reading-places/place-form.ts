/** The form of a reading place: what is wrong with it, by the place of a field in what the server takes, and what another version says. */
import { openingErrors } from '#contract/opening.ts'
import type { FieldError } from '#contract/problem.ts'
import { Closure } from '#contract/reading-places.ts'
import { ReadingPlaceDraft, type ReadingPlaceDraft as Draft } from '#contract/reading-places-desk.ts'
import { brokenRule } from '#ui/rules-for.ts'
import { closureDays, spansWords } from './place-words.ts'

export type PlaceText = Exclude<keyof Draft, 'hours' | 'closures'>
/** Sentences by JSON pointer, as the server's errors name fields. */
export type PlaceFaults = Readonly<Record<string, string>>

interface TextWords {
  readonly key: PlaceText
  readonly label: string
  readonly hint?: string
  /** how many lines the field shows */
  readonly rows: number
  readonly optional?: true
}

export const placeTexts: readonly TextWords[] = [
  { key: 'name', label: '名称', hint: '例如“市统计局办事大厅”，2 到 60 个字', rows: 1 },
  { key: 'address', label: '地址', rows: 1 },
  { key: 'directions', label: '怎么去', hint: '地铁、公交、停车，最多 500 个字', rows: 2, optional: true },
  { key: 'accessibility', label: '无障碍', hint: '入口、电梯、卫生间，最多 500 个字', rows: 2, optional: true },
  { key: 'phone', label: '电话', hint: '数字、空格和短横，6 到 20 位', rows: 1 },
  { key: 'offers', label: '能查什么，有什么帮助', hint: '公报、年鉴、电脑、复印，一行一样，最多 500 个字', rows: 4 },
  { key: 'rule', label: '请查的人注意什么', hint: '最多 300 个字', rows: 2, optional: true }
]

export const emptyPlace: Draft = {
  name: '',
  address: '',
  directions: '',
  accessibility: '',
  phone: '',
  offers: '',
  rule: '',
  hours: {
    workday: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '17:00' }
    ],
    restday: []
  },
  closures: []
}

/** A copy of what is written of a place, without what else the desk knows of it. */
export const placeFormOf = ({ hours, closures, ...place }: Draft): Draft => ({
  ...(Object.fromEntries(placeTexts.map(({ key }) => [key, place[key]])) as Record<PlaceText, string>),
  hours: { workday: hours.workday.map((span) => ({ ...span })), restday: hours.restday.map((span) => ({ ...span })) },
  closures: closures.map((closure) => ({ ...closure }))
})

/** What the server takes; only for a form without faults. */
export const placeDraftOf = (form: Draft): Draft => ({
  ...placeFormOf(form),
  ...(Object.fromEntries(placeTexts.map(({ key }) => [key, form[key].trim()])) as Record<PlaceText, string>),
  closures: form.closures.map((closure) => ({ ...closure, reason: closure.reason.trim() }))
})

/** The sentence beneath a field, for the form's own errors and for the server's. */
function sayError({ pointer, rule, limit = '' }: FieldError): string {
  if (rule === 'required') return /\/(from|to)$/.test(pointer) ? '还没选' : '还没写'
  if (rule === 'minLength') return `至少写 ${limit} 个字`
  if (rule === 'maxLength') return `最多 ${limit} 个字，写短些`
  if (rule === 'minItems') return '工作日和休息日都不开放的，不用登记；至少写一段'
  if (rule === 'maxItems') return `最多 ${limit} 行`
  if (rule === 'after') return pointer.endsWith('/to') ? `要晚于开门的 ${limit}` : `要晚于上一段关门的 ${limit}`
  if (rule === 'notBefore') return `不能早于 ${limit}`
  if (rule === 'pattern' && pointer === '/phone') return '只能有数字、空格和短横，以数字开头，6 到 20 位'
  return '写得不对，改一下'
}

export const sayErrors = (errors: readonly FieldError[]): PlaceFaults =>
  Object.fromEntries(errors.map((error) => [error.pointer, sayError(error)]))

/** What is wrong, in the order of the form; what is missing goes before what contradicts it. */
export function placeFaults(form: Draft): PlaceFaults {
  const texts = placeTexts
    .filter(({ key, optional }) => !(optional && form[key].trim() === ''))
    .map(({ key }) => brokenRule(ReadingPlaceDraft, key, form[key]))
  const ends = [
    ...(['workday', 'restday'] as const).flatMap((days) =>
      form.hours[days].map((span, index) => ({ at: `/hours/${days}/${index}`, ...span }))
    ),
    ...form.closures.map(({ from, to }, index) => ({ at: `/closures/${index}`, from, to }))
  ]
  const missing = ends.flatMap(({ at, from, to }) =>
    Object.entries({ from, to })
      .filter(([, value]) => value === '')
      .map(([name]): FieldError => ({ pointer: `${at}/${name}`, rule: 'required' }))
  )
  const reasons = form.closures.map(({ reason }, index) => brokenRule(Closure, 'reason', reason, `/closures/${index}`))
  return {
    ...sayErrors(texts.filter((error) => error !== undefined)),
    ...sayErrors(openingErrors(form)),
    ...sayErrors(missing),
    ...sayErrors(reasons.filter((error) => error !== undefined))
  }
}

const linesOf = (place: Draft): { label: string; now: string }[] => [
  ...placeTexts.map(({ key, label }) => ({ label, now: place[key].trim() })),
  { label: '工作日', now: spansWords(place.hours.workday) },
  { label: '休息日', now: spansWords(place.hours.restday) },
  { label: '临时不开放', now: place.closures.map((one) => `${closureDays(one)} ${one.reason.trim()}`).join('；') }
]

/** Labels and present texts of what differs. */
export function placeDifferences(typed: Draft, now: Draft): { label: string; now: string }[] {
  const mine = linesOf(typed)
  return linesOf(now)
    .filter((line, index) => line.now !== mine[index]?.now)
    .map((line) => ({ label: line.label, now: line.now || '空着' }))
}

/** The id of the control of a field. */
export const fieldId = (pointer: string): string => `reading-place${pointer.replaceAll('/', '-')}`
