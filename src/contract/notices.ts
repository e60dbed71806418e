/** Notices 通知: word of what became of a letter, by e-mail or text message; and what staff are told of their work. */
import * as T from 'typebox'
import { LetterNumber, type LetterKind } from './letters.ts'
import type { Language } from './pages.ts'
import { defineRoutes } from './route.ts'
import { closed, Instant } from './shapes.ts'

export const noticeChannels = ['email', 'sms'] as const
export const NoticeChannel = T.Enum([...noticeChannels])
export type NoticeChannel = (typeof noticeChannels)[number]

export const noticeLanguages = ['zh', 'en'] as const satisfies Language[]
const NoticeLanguage = T.Enum([...noticeLanguages])

/** What a sender is told of: what others did with the letter, never the own acts. */
const letterNoticeEvents = [
  'accepted',
  'asked',
  'answered',
  'dueMoved',
  'transferred',
  'refused',
  'closed',
  'listed',
  'unlisted',
  'reviewFinished'
] as const

/** What staff are told: the digest of a working day, and a letter that is long overdue. */
const staffNoticeEvents = ['digest', 'escalated'] as const

export const noticeEvents = [...letterNoticeEvents, ...staffNoticeEvents] as const
export const NoticeEvent = T.Enum([...noticeEvents])
export type NoticeEvent = (typeof noticeEvents)[number]

/**
 * What may stand in braces in the texts of an event; nothing else can be filled in. None of it is personal: a number, a
 * kind, counts, and addresses of this site.
 */
export function placeholdersOf(event: NoticeEvent): readonly string[] {
  if (event === 'digest') return ['day', 'overdue', 'dueSoon', 'new', 'list', 'link', 'bureau']
  if (event === 'escalated') return ['number', 'kind', 'days', 'link', 'bureau']
  return ['number', 'kind', 'link', 'bureau']
}

/** The first brace of a text that no placeholder of the event explains, as it was written; undefined when all are right. */
export function wrongPlaceholder(event: NoticeEvent, text: string): string | undefined {
  const known = placeholdersOf(event)
  for (const [found, name] of text.matchAll(/\{([^{}]*)\}|[{}]/g))
    if (name === undefined || !known.includes(name)) return found.slice(0, 40)
  return undefined
}

/** Fills a text in; `wrongPlaceholder` has been asked before it was kept. */
export function fillNotice(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (all, name: string) => values[name] ?? all)
}

/** What stands under every message and no template can leave out: how to get no more of them. */
export function noticeFooter(channel: NoticeChannel, language: Language, unsubscribe: string): string {
  if (channel === 'sms') return language === 'zh' ? ` 退订：${unsubscribe}` : ` Stop: ${unsubscribe}`
  return language === 'zh'
    ? `\n\n--\n不想再收到：${unsubscribe}\n这封邮件由系统发出，请不要回复。\n`
    : `\n\n--\nNo more of these: ${unsubscribe}\nThis message was sent by a program; please do not reply.\n`
}

/** The kinds of letters as messages name them. */
export const noticeKinds: Readonly<Record<Language, Readonly<Record<LetterKind, string>>>> = {
  zh: { enquiry: '咨询', message: '留言', mailbox: '局长信箱来信', fault: '网站纠错' },
  en: { enquiry: 'enquiry', message: 'message', mailbox: 'letter to the director', fault: 'report of a fault' }
}

const email = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+$/
const mobile = /^1[3-9]\d{9}$/

/** Whether messages of this channel can be sent to the address. */
export function isNoticeAddress(channel: NoticeChannel, address: string): boolean {
  return (channel === 'email' ? email : mobile).test(address) && address.length <= 120
}

/** An address as it may be shown again: enough for its owner to know it, too little for anybody else. */
export function maskAddress(channel: NoticeChannel, address: string): string {
  if (channel === 'sms') return `${address.slice(0, 3)}****${address.slice(-4)}`
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}***${address.slice(at)}`
}

const NoticeAddress = T.String({ minLength: 5, maxLength: 120, pattern: '^\\S+$' })

/** What is chosen for one channel of a letter. Addresses come back masked. */
export const OwnNotices = T.Array(
  T.Object({
    channel: NoticeChannel,
    on: T.Boolean(),
    language: NoticeLanguage,
    address: T.Union([T.String({ description: 'where they go, masked' }), T.Null()]),
    contact: T.Union([T.String({ description: 'what was left with the letter, masked' }), T.Null()])
  }),
  { description: 'the channels by which this bureau can send word of this letter; empty: by none' }
)
export type OwnNotices = T.Static<typeof OwnNotices>

/** `address` left out: the one that is chosen already, or what was left with the letter. Off, nothing of it is kept. */
export const NoticeChoice = closed({
  channel: NoticeChannel,
  on: T.Boolean(),
  language: NoticeLanguage,
  address: T.Optional(NoticeAddress)
})
export type NoticeChoice = T.Static<typeof NoticeChoice>

/** Own mails of a member of staff: the digest, and for who oversees letters those long overdue. */
export const StaffMail = T.Object({
  available: T.Boolean({ description: 'whether this installation sends mail' }),
  on: T.Boolean(),
  address: T.Union([T.String(), T.Null()])
})
export type StaffMail = T.Static<typeof StaffMail>

export const NoticeTemplate = T.Object({
  event: NoticeEvent,
  language: NoticeLanguage,
  channel: NoticeChannel,
  subject: T.Union([T.String(), T.Null()], { description: 'null for text messages' }),
  text: T.String(),
  revision: T.Integer(),
  changedAt: T.Union([Instant, T.Null()], { description: 'null: as it came with the program' })
})
export type NoticeTemplate = T.Static<typeof NoticeTemplate>

export const NoticeTemplateDraft = closed({
  subject: T.Optional(T.String({ minLength: 2, maxLength: 80, pattern: '^[^\\r\\n]*\\S[^\\r\\n]*$' })),
  text: T.String({ minLength: 5, maxLength: 1000, pattern: '\\S' }),
  revision: T.Integer({ minimum: 1 })
})
export type NoticeTemplateDraft = T.Static<typeof NoticeTemplateDraft>

export const noticeStates = ['waiting', 'sent', 'counted', 'dropped', 'failed'] as const

/** All texts, and what became of the messages of the last thirty days. */
export const NoticeDesk = T.Object({
  templates: T.Array(NoticeTemplate),
  drivers: T.Object({ email: T.Enum(['log', 'smtp']), sms: T.Enum(['log', 'http']) }),
  figures: T.Array(T.Object({ channel: NoticeChannel, state: T.Enum([...noticeStates]), notices: T.Integer() }))
})
export type NoticeDesk = T.Static<typeof NoticeDesk>

const own = closed({ number: LetterNumber })

export const noticeRoutes = defineRoutes({
  'GET /letters/:number/notices': {
    who: 'holder',
    summary: 'Where word of an own letter goes',
    params: own,
    reply: { 200: OwnNotices }
  },
  'PUT /letters/:number/notices': {
    who: 'holder',
    summary: 'Choose whether and where word of an own letter goes, one channel at a time',
    params: own,
    body: NoticeChoice,
    reply: { 200: OwnNotices }
  },
  'GET /desk/notices': {
    who: 'staff:notices:write',
    summary: 'The texts of notices, and how many were sent',
    reply: { 200: NoticeDesk }
  },
  'PUT /desk/notices/:event/:language/:channel': {
    who: 'staff:notices:write',
    summary: 'Change a text of notices',
    params: closed({ event: NoticeEvent, language: NoticeLanguage, channel: NoticeChannel }),
    body: NoticeTemplateDraft,
    reply: { 200: NoticeTemplate }
  },
  'GET /desk/own-mail': { who: 'staff', summary: 'Where own digests go', reply: { 200: StaffMail } },
  'PUT /desk/own-mail': {
    who: 'staff',
    summary: 'Set or remove the address of own digests',
    body: closed({ address: T.Union([NoticeAddress, T.Null()]) }),
    reply: { 200: StaffMail }
  }
})
