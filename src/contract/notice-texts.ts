/** Notices 通知, as far as they are pure: what is told, by which way, and how a text is filled in. */
import type { LetterKind } from './letters.ts'
import type { Language } from './pages.ts'

export const noticeChannels = ['email', 'sms'] as const
export type NoticeChannel = (typeof noticeChannels)[number]

export const noticeLanguages = ['zh', 'en'] as const satisfies Language[]

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

/** What who booked is told of: places that are held, a slot that changed, and whether they still come. */
export const bookingNoticeEvents = ['placeOffered', 'offerLapsed', 'slotMoved', 'slotCalledOff', 'stillComing'] as const

/** What staff are told: the digest of a working day, and a letter that is long overdue. */
const staffNoticeEvents = ['digest', 'escalated'] as const

export const noticeEvents = [...letterNoticeEvents, ...bookingNoticeEvents, ...staffNoticeEvents] as const
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
  return text.replace(/\{([a-zA-Z]+)\}/g, (all, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? all) : all
  )
}

/** What stands under every message and no template can leave out: how to get no more of them. */
export function noticeFooter(channel: NoticeChannel, language: Language, unsubscribe: string): string {
  if (channel === 'sms') return language === 'zh' ? ` 退订：${unsubscribe}` : ` Stop: ${unsubscribe}`
  return language === 'zh'
    ? `\n\n--\n不想再收到：${unsubscribe}\n这封邮件由系统发出，请不要回复。\n`
    : `\n\n--\nNo more of these: ${unsubscribe}\nThis message was sent by a program; please do not reply.\n`
}

/** Kinds of letters, and bookings, as messages name them. */
export const noticeKinds: Readonly<Record<Language, Readonly<Record<LetterKind | 'booking', string>>>> = {
  zh: { enquiry: '咨询', message: '留言', mailbox: '局长信箱来信', fault: '网站纠错', booking: '活动预约' },
  en: {
    enquiry: 'enquiry',
    message: 'message',
    mailbox: 'letter to the director',
    fault: 'report of a fault',
    booking: 'booking'
  }
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
