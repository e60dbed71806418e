/**
 * Sends what was noted, message by message. Several processes may do it at once: each takes a message for some minutes and
 * says afterwards what became of it. A process that ends between the two leaves the message to the next one, so a message
 * may come twice and is never lost; its id stays the same. What can't be sent now is tried again, ever more seldom.
 */
import { sql } from 'kysely'
import {
  fillNotice,
  type NoticeChannel,
  type NoticeEvent,
  noticeChannels,
  noticeFooter,
  noticeKinds
} from '#contract/notice-texts.ts'
import { heldStates } from '#contract/bookings.ts'
import type { LetterKind } from '#contract/letters.ts'
import type { Language } from '#contract/pages.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { placeOf } from '../core/notices.ts'
import { inLanguage } from '../core/page-head.ts'
import { SealError } from '../core/sealed.ts'
import { tokenOf } from './choices.ts'
import { type Driver, driversOf, type Message, type Outcome } from './drivers.ts'

/** Nobody else takes a message that somebody is sending; the drivers give up long before. */
const leaseMs = 300_000
/** After so long nobody wants to hear of it any more. */
const giveUpMs = 3 * 86_400_000
const longestWaitMs = 3_600_000
/** After so many failures in a row the server is not well: it is left alone until the next run. */
const failuresInARow = 3

/** Milliseconds until a message is tried again: a minute, two, four, up to an hour. */
const waitAfter = (tries: number): number => Math.min(60_000 * 2 ** (tries - 1), longestWaitMs)

interface Taken {
  readonly id: string
  readonly event: NoticeEvent
  readonly channel: NoticeChannel
  readonly at: string
  readonly tries: number
  readonly figures: Readonly<Record<string, string>>
  /** null: it was removed */
  readonly choiceId: string | null
  readonly language: Language
  readonly address: Buffer
  readonly off: boolean
  /** it told of a booking what holds no longer */
  readonly untrue: boolean
  readonly number: string | null
  readonly kind: LetterKind | 'booking' | null
  readonly subject: string | null
  readonly text: string
}

/** Whether word of a booking still holds: it may go out long after the event, when servers were not well. */
const stillTrue = (now: string) => sql`
  case n.event
    when 'placeOffered' then b.state = 'offered' and least(b.offered_until, s.starts_at) > ${now}
    when 'stillComing' then b.state = 'placed' and b.confirmed_at is null and b.asked_at <= n.at and s.starts_at > ${now}
    when 'slotMoved' then b.state = any (${[...heldStates]}::text[])
    else true end`

/** Takes the message that waits longest; undefined when none does. */
async function take(db: Db, channels: readonly NoticeChannel[]): Promise<Taken | undefined> {
  const now = clock.now()
  const { rows } = await sql<{ id: string }>`
    update notices set tries = tries + 1, not_before = ${new Date(now.getTime() + leaseMs).toISOString()}
    where id = (select id from notices
                where state = 'waiting' and not_before <= ${now.toISOString()} and channel = any (${[...channels]})
                order by not_before, id limit 1 for update skip locked)
    returning id`.execute(db)
  const [taken] = rows
  if (!taken) return undefined
  const found = await sql<Taken>`
    select n.id, n.event, n.channel, n.at, n.tries, n.figures, c.id as "choiceId", c.language, c.address_sealed as address,
           (c.turned_off_at is not null or p.disabled_at is not null) as off, (${stillTrue(now.toISOString())}) is not true as untrue,
           coalesce(l.number, b.number) as number,
           case when b.id is null then l.kind else 'booking' end as kind, t.subject, t.text
    from notices n left join notice_choices c on c.id = n.choice_id left join people p on p.id = c.person_id
      left join letters l on l.id = n.letter_id left join bookings b on b.id = n.booking_id
      left join slots s on s.id = b.slot_id
      left join notice_templates t on t.event = n.event and t.channel = n.channel and t.language = coalesce(c.language, 'zh')
    where n.id = ${taken.id}`.execute(db)
  return found.rows[0]
}

async function settle(
  db: Db,
  id: string,
  state: 'sent' | 'counted' | 'dropped' | 'failed',
  fault: string | null = null
): Promise<void> {
  await sql`
    update notices set state = ${state}, settled_at = ${clock.now().toISOString()}, fault = ${fault}
    where id = ${id} and state = 'waiting'`.execute(db)
}

/** Puts a message off; after some days it is given up. */
async function putOff(db: Db, { id, at, tries }: Taken, fault: string): Promise<void> {
  const now = clock.now().getTime()
  if (now - Date.parse(at) > giveUpMs) return await settle(db, id, 'failed', fault)
  await sql`
    update notices set not_before = ${new Date(now + waitAfter(tries)).toISOString()}, fault = ${fault}
    where id = ${id} and state = 'waiting'`.execute(db)
}

/** The message with everything filled in. It names letter or booking by number and kind, and holds nothing else of it. */
function messageOf({ config, sealer }: Context, taken: Taken & { readonly choiceId: string }): Message {
  const { id, event, channel, language, figures, number, kind, choiceId } = taken
  const own = `/${kind === 'booking' ? 'bookings' : 'letters'}/${number ?? ''}`
  const page = event === 'digest' || event === 'escalated' ? '/desk/' : inLanguage(language, own)
  const values = {
    ...figures,
    number: number ?? '',
    kind: kind ? noticeKinds[language][kind] : '',
    link: config.publicUrl + page,
    bureau: config.bureau[language]
  }
  const unsubscribe = config.publicUrl + inLanguage(language, `/notices/${tokenOf(config, choiceId)}`)
  return {
    id,
    to: sealer.open(taken.address, placeOf(choiceId)),
    subject: taken.subject === null ? null : fillNotice(taken.subject, values),
    text: fillNotice(taken.text, values) + noticeFooter(channel, language, unsubscribe),
    unsubscribe,
    at: clock.now()
  }
}

/** One message that can't be made ready, such as one whose key is gone, keeps none of the others back. */
async function sendOne(
  context: Context,
  driver: Driver,
  taken: Taken & { readonly choiceId: string }
): Promise<Outcome> {
  try {
    return await driver.send(messageOf(context, taken))
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    return { state: 'later', fault: 'sealed' }
  }
}

/** Sends everything whose time has come. Returns how many messages the servers took. */
export async function sendNotices(context: Context): Promise<number> {
  const { db, config } = context
  const drivers = driversOf(config)
  const failures: Record<NoticeChannel, number> = { email: 0, sms: 0 }
  let sent = 0
  try {
    for (;;) {
      const well = noticeChannels.filter((channel) => failures[channel] < failuresInARow)
      const taken = await take(db, well)
      if (!taken) return sent
      const { id, channel, choiceId } = taken
      const driver = drivers[channel]
      if (choiceId === null || taken.off || taken.untrue) await settle(db, id, 'dropped')
      else if (!driver) await settle(db, id, 'counted')
      else {
        const outcome = await sendOne(context, driver, { ...taken, choiceId })
        failures[channel] = outcome.state === 'later' ? failures[channel] + 1 : 0
        if (outcome.state === 'sent') sent += 1
        if (outcome.state === 'later') await putOff(db, taken, outcome.fault)
        else await settle(db, id, outcome.state, outcome.state === 'failed' ? outcome.fault : null)
      }
    }
  } finally {
    for (const driver of Object.values(drivers)) driver?.close()
  }
}

/** Forgets what was settled half a year ago, and addresses that were turned off by their link a month ago. */
export async function forgetOldNotices(db: Db): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString()
  await sql`delete from notices where settled_at < ${before(180)}`.execute(db)
  await sql`delete from notice_choices where turned_off_at < ${before(30)}`.execute(db)
}
