/** Until when what names a sender is kept, and what stands in the way of deleting it before. */
import { sql } from 'kysely'
import type { ErasureBar, Keeping } from '#contract/keeping.ts'
import { openStates, type LetterKind } from '#contract/letters.ts'
import type { Replies } from '#contract/routes.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { answerToSend } from './channel.ts'

/** Ends of a letter; an answered one is not at its end until it is closed. */
const ends = sql`('closed', 'withdrawn', 'transferred', 'refused')`

/** The day on which `letters l` came to its end; null while it has none. */
const endedOn = sql`
  (select (max(e.at) at time zone 'Asia/Shanghai')::date from letter_events e
   where e.letter_id = l.id and l.state in ${ends} and e.kind in ${ends})`

/** The rule for `letters l`: the one in force when it came to its end, or today's. */
const ruleFor = (what: 'contact' | 'record', today: string) => sql`
  (select months, source from retention_rules
   where what = ${what} and kind = l.kind and effective_from <= coalesce(${endedOn}, ${today}::date)
   order by effective_from desc limit 1)`

const underReview = sql`exists (select from rating_reviews v where v.letter_id = l.id and v.ended_at is null)`

/** Whether anything that names the sender of `letters l`, with its `letter_channels c`, is kept: an address for word of it too. */
const contactKept = sql`
  (c.note_sealed is not null or exists (select from letter_senders s where s.letter_id = l.id)
   or exists (select from notice_choices n where n.letter_id = l.id))`

interface KeepingRow {
  readonly state: string
  readonly kept: boolean
  readonly erasedOn: string | null
  readonly underReview: boolean
  readonly toSend: boolean
  readonly contactMonths: number
  readonly contactSource: string
  readonly eraseOn: string | null
  readonly recordMonths: number
  readonly recordSource: string
  readonly until: string | null
}

function barOf({ state, underReview: reviewed, toSend }: KeepingRow): ErasureBar | null {
  if (openStates.some((open) => open === state)) return 'open'
  if (reviewed) return 'review'
  return toSend ? 'answerToSend' : null
}

/** What is kept of a letter, until when, and why it can not be deleted now. */
export async function keepingOf(db: Db | Trx, id: string): Promise<Keeping> {
  const today = clock.today()
  const { rows } = await sql<KeepingRow>`
    select l.state, ${contactKept} as kept, ${underReview} as "underReview", ${answerToSend} as "toSend",
           (select (max(e.at) at time zone 'Asia/Shanghai')::date from letter_events e
            where e.letter_id = l.id and e.kind = 'contactErased') as "erasedOn",
           contact.months as "contactMonths", contact.source as "contactSource",
           (${endedOn} + make_interval(months => contact.months))::date as "eraseOn",
           record.months as "recordMonths", record.source as "recordSource",
           (${endedOn} + make_interval(months => record.months))::date as "until"
    from letters l left join letter_channels c on c.letter_id = l.id
    cross join lateral ${ruleFor('contact', today)} contact cross join lateral ${ruleFor('record', today)} record
    where l.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('no rule says how long this letter is kept')
  const { kept, erasedOn, eraseOn, until } = row
  const barred = kept ? barOf(row) : null
  // what is barred beyond its day goes in the night after that has ended
  const passed = barred !== null && eraseOn !== null && eraseOn < today
  return {
    contact: {
      state: kept ? 'kept' : erasedOn === null ? 'none' : 'erased',
      rule: { months: row.contactMonths, source: row.contactSource },
      eraseOn: kept && !passed ? eraseOn : null,
      erasedOn: kept ? null : erasedOn,
      barred
    },
    record: { rule: { months: row.recordMonths, source: row.recordSource }, until }
  }
}

/** Letters whose contact data is to be gone by now: not while a rating is under review, or an answer has still to be sent by it. */
export async function findDueErasures(db: Db | Trx, only?: string): Promise<string[]> {
  const today = clock.today()
  const { rows } = await sql<{ id: string }>`
    select l.id from letters l left join letter_channels c on c.letter_id = l.id
    cross join lateral ${ruleFor('contact', today)} contact
    where l.state in ${ends} and ${contactKept} and not ${underReview} and not ${answerToSend}
      and ${only ? sql`l.id = ${only}` : sql`true`}
      and (${endedOn} + make_interval(months => contact.months))::date <= ${today}
    order by l.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** The rules in force today. */
export async function readRetention(db: Db): Promise<Replies['GET /retention']> {
  const today = clock.today()
  const { rows } = await sql<{
    kind: LetterKind
    contactMonths: number
    contactSource: string
    recordMonths: number
    recordSource: string
  }>`
    select l.kind, contact.months as "contactMonths", contact.source as "contactSource", record.months as "recordMonths",
           record.source as "recordSource"
    from letter_kinds l
    cross join lateral (select months, source from retention_rules r where what = 'contact' and r.kind = l.kind
                        and effective_from <= ${today} order by effective_from desc limit 1) contact
    cross join lateral (select months, source from retention_rules r where what = 'record' and r.kind = l.kind
                        and effective_from <= ${today} order by effective_from desc limit 1) record
    order by l.kind`.execute(db)
  return rows.map(({ kind, contactMonths, contactSource, recordMonths, recordSource }) => ({
    kind,
    contact: { months: contactMonths, source: contactSource },
    record: { months: recordMonths, source: recordSource }
  }))
}
