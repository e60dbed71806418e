/** A registration that is being typed: what is kept of it, what is wrong with it, what is sent. */
import { uuidv7 } from 'uuidv7'
import type { AnswerWay, ChannelSource } from '#contract/channels.ts'
import type { LetterTopic } from '#contract/letters.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import { plusDays } from '#contract/calendar.ts'
import type { FieldError } from '#contract/problem.ts'
import { countCharacters } from '#ui/rules-for.ts'
import { monthDay } from '../core/times.ts'

/**
 * All that stands in the form, as it is typed. `id` is made with the first letter: sent twice, it is one case.
 * `receivedOn` '' is today, whichever day that is by then.
 */
export interface TypedRegistration {
  id: string
  source: ChannelSource
  outerNumber: string
  receivedOn: string
  dueOn: string
  dueReason: string
  topic: LetterTopic
  title: string
  text: string
  name: string
  phone: string
  email: string
  wayBack: AnswerWay
  wayBackNote: string
}
export type RegistrationField = Exclude<keyof TypedRegistration, 'id'>

export const freshRegistration = (): TypedRegistration => ({
  id: uuidv7(),
  source: 'phone',
  outerNumber: '',
  receivedOn: '',
  dueOn: '',
  dueReason: '',
  topic: 'other',
  title: '',
  text: '',
  name: '',
  phone: '',
  email: '',
  wayBack: 'phone',
  wayBackNote: ''
})

/** What was kept in the tab; undefined for what an earlier version of the desk kept. */
export function registrationFrom(kept: string): TypedRegistration | undefined {
  try {
    const found = JSON.parse(kept) as Partial<TypedRegistration>
    const fresh = freshRegistration()
    const whole = Object.keys(fresh).every((name) => typeof found[name as keyof TypedRegistration] === 'string')
    return whole ? { ...fresh, ...found } : undefined
  } catch {
    return undefined
  }
}

/** Whether no word of a letter is there yet. */
export const isUnwritten = ({ title, text, outerNumber }: TypedRegistration): boolean =>
  title === '' && text === '' && outerNumber === ''

export const oldestDays = 60

function lengthFault(text: string, shortest: number, longest: number): string {
  const length = countCharacters(text.trim())
  if (length < shortest) return length === 0 ? '要填' : `至少写 ${shortest} 个字`
  return length > longest ? `多了 ${length - longest} 个字，写短些` : ''
}

function dueFault({ source, dueOn }: TypedRegistration, receivedOn: string): string {
  if (source !== 'hotline' || dueOn === '' || dueOn >= receivedOn) return ''
  return `不能早于收到那天（${monthDay(receivedOn)}）`
}

type Faults = Partial<Record<RegistrationField, string>>

/** What must be mended before it is sent, in the order of the form. */
export function faultsOf(typed: TypedRegistration, today: string): Faults {
  const phone = typed.phone.trim()
  const email = typed.email.trim()
  const receivedOn = typed.receivedOn || today
  const oldest = plusDays(today, -oldestDays)
  const all: Faults = {
    receivedOn:
      receivedOn > today
        ? '不能在今天以后'
        : receivedOn < oldest
          ? `最早到 ${oldestDays} 天前，${monthDay(oldest)}`
          : '',
    dueOn: dueFault(typed, receivedOn),
    title: lengthFault(typed.title, 2, 60),
    text: lengthFault(typed.text, 5, 2000),
    phone: phone === '' || /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(phone) ? '' : '写手机号，或带区号的座机',
    email: email === '' || /^[^\s@]{1,64}@[^\s@]+\.[^\s@.]{2,}$/.test(email) ? '' : '不像邮箱地址',
    wayBackNote: countCharacters(typed.wayBackNote.trim()) > 200 ? '最多 200 个字' : ''
  }
  return Object.fromEntries(Object.entries(all).filter(([, words]) => words !== ''))
}

/** What the server found wrong, at the fields it named. */
export function faultsFrom(errors: readonly FieldError[]): Faults {
  return Object.fromEntries(errors.map(({ pointer }) => [pointer.split('/').at(-1) ?? '', '服务器没有收下，改一改']))
}

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

/** What is sent: without what was left empty. */
export function bodyOf(typed: TypedRegistration, today: string): LetterRegistration {
  const name = filled(typed.name)
  const phone = filled(typed.phone)
  const email = filled(typed.email)
  const outerNumber = filled(typed.outerNumber)
  const wayBackNote = filled(typed.wayBackNote)
  const dueOn = typed.source === 'hotline' ? filled(typed.dueOn) : undefined
  const dueReason = dueOn === undefined ? undefined : filled(typed.dueReason)
  const contact = { ...(name && { name }), ...(phone && { phone }), ...(email && { email }) }
  return {
    id: typed.id,
    source: typed.source,
    receivedOn: typed.receivedOn || today,
    kind: 'enquiry',
    topic: typed.topic,
    title: typed.title.trim(),
    text: typed.text.trim(),
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(outerNumber && { outerNumber }),
    ...(dueOn && { dueOn }),
    ...(dueReason && { dueReason }),
    wayBack: typed.wayBack,
    ...(wayBackNote && { wayBackNote })
  }
}
