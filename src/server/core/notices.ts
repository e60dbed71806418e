/**
 * Word that leaves the house. What happens to a letter is noted by the database itself, in the transaction of its event
 * (`notices/migrations/0050-notices.sql`); what staff are told is noted here. `notices/send.ts` sends what was noted.
 */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { NoticeChannel, NoticeEvent } from '#contract/notice-texts.ts'
import type { Language } from '#contract/pages.ts'
import type { Db, Trx } from './db.ts'
import type { Sealer } from './sealed.ts'

/** Where the sealed address of a choice belongs. */
export const placeOf = (choiceId: string): string => `notice_choices/address/${choiceId}`

/** An address that is kept for word of a letter; off, it gets none, until its holder turns it on again. */
export interface KeptAddress {
  readonly channel: NoticeChannel
  readonly language: Language
  readonly address: string
  readonly on: boolean
}

/** The addresses that are kept for word of a letter, whole. */
export async function keptAddressesOf(db: Db | Trx, sealer: Sealer, letterId: string): Promise<KeptAddress[]> {
  const { rows } = await sql<Omit<KeptAddress, 'address'> & { id: string; sealed: Buffer }>`
    select id, channel, language, address_sealed as sealed, turned_off_at is null as on
    from notice_choices where letter_id = ${letterId} order by channel`.execute(db)
  return rows.map(({ id, channel, language, sealed, on }) => ({
    channel,
    language,
    address: sealer.open(sealed, placeOf(id)),
    on
  }))
}

/** What a member of staff is told. `figures`: counts, days and numbers of letters that fill the text in; nothing personal. */
export interface StaffNotice {
  readonly event: Extract<NoticeEvent, 'digest' | 'escalated'>
  readonly personId: string
  /** the same thing has the same key, and is told once */
  readonly key: string
  readonly letterId?: string
  readonly figures: Readonly<Record<string, string>>
  readonly at: Date
}

/** Notes a message to a person who left an address for it; without one, or the same key again, nothing is noted. */
export async function noteForPerson(db: Db | Trx, notice: StaffNotice): Promise<void> {
  const at = notice.at.toISOString()
  await sql`
    insert into notices (id, key, event, channel, choice_id, letter_id, figures, at, not_before)
    select ${uuidv7()}, ${`${notice.key}/${notice.personId}`}, ${notice.event}, c.channel, c.id, ${notice.letterId ?? null}::uuid,
           ${JSON.stringify(notice.figures)}::jsonb, ${at}::timestamptz, ${at}::timestamptz
    from notice_choices c join people p on p.id = c.person_id
    where c.person_id = ${notice.personId} and c.turned_off_at is null and p.disabled_at is null
    on conflict (key) do nothing`.execute(db)
}
