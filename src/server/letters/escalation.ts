/** Letters that stay overdue are brought before those who oversee all of them, and staff get a digest of their working day. */
import { sql } from 'kysely'
import { isWorkingDay, plusDays, type WorkingCalendar, workingDaysBetween } from '#contract/calendar.ts'
import { type LetterKind, openStates } from '#contract/letters.ts'
import type { Permission, Scope } from '#contract/people.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { noteForPerson } from '../core/notices.ts'
import { calendarNow } from '../core/working-calendar.ts'
import { dueSoonDays, lastDayWithin, openAndDueOn, raiseStill } from './alerts.ts'

interface Recipient {
  readonly id: string
  readonly officeId: string | null
  readonly scope: Scope
}

/** People at work who hold a permission, with the widest scope that any of their roles gives. */
async function holdersOf(db: Db | Trx, permission: Permission): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select p.id, p.office_id as "officeId", case when bool_or(g.scope = 'all') then 'all' else 'office' end as scope
    from people p join person_roles r on r.person_id = p.id join role_grants g on g.role = r.role and g.permission = ${permission}
    where p.disabled_at is null group by p.id, p.office_id order by p.id`.execute(db)
  return rows
}

interface LateLetter {
  readonly id: string
  readonly number: string
  readonly kind: LetterKind
  readonly round: number
  readonly dueOn: string
  readonly demo: boolean
}

/**
 * Raises an alert for each letter that has been overdue for as many working days as the settings say, once a round, and
 * notes a message to those who oversee all letters. Returns how many were raised.
 */
export async function escalateOverdueLetters({ db, config }: Pick<Context, 'db' | 'config'>): Promise<number> {
  const today = clock.today()
  const { calendar } = await calendarNow(db)
  const { rows } = await sql<LateLetter>`
    select l.id, l.number, l.kind, l.round, l.due_on as "dueOn", l.demo from letters l
    where state = any (${[...openStates]}) and due_on <= ${plusDays(today, -config.notices.escalateAfterDays)}
      and not exists (select from letter_alerts a where a.letter_id = l.id and a.round = l.round and a.kind = 'escalated')
    order by l.due_on, l.id`.execute(db)
  let raised = 0
  for (const letter of rows) {
    const days = workingDaysBetween(letter.dueOn, today, calendar)
    if (days >= config.notices.escalateAfterDays && (await escalate(db, letter, days))) raised += 1
  }
  return raised
}

/** False when it was answered, its day moved, or another process raised it meanwhile. */
async function escalate(db: Db, letter: LateLetter, days: number): Promise<boolean> {
  const at = clock.now()
  return await db.transaction().execute(async (trx) => {
    if (!(await raiseStill(trx, letter, 'escalated', openAndDueOn(letter.dueOn)))) return false
    if (letter.demo) return true
    for (const { id, scope } of await holdersOf(trx, 'letters:oversee'))
      if (scope === 'all')
        await noteForPerson(trx, {
          event: 'escalated',
          personId: id,
          key: `escalated/${letter.id}/${letter.round}/${letter.dueOn}`,
          letterId: letter.id,
          figures: { days: String(days) },
          at
        })
    return true
  })
}

interface DigestRow {
  readonly number: string
  readonly dueOn: string
  readonly receivedOn: string
  readonly officeId: string | null
}

/** So many letters a digest names; the counts hold all of them. */
const namedAtMost = 20

function previousWorkingDay(day: string, calendar: WorkingCalendar): string {
  let before = plusDays(day, -1)
  while (!isWorkingDay(before, calendar)) before = plusDays(before, -1)
  return before
}

/** What a digest tells of: letters due up to `soon`, and received from `since` on. */
interface DigestDays {
  readonly today: string
  readonly soon: string
  readonly since: string
}

/** The counts of one person's digest, and the numbers of what is overdue or due soon; undefined when all counts are 0. */
function digestOf(
  letters: readonly DigestRow[],
  { today, soon, since }: DigestDays
): Record<string, string> | undefined {
  const overdue = letters.filter(({ dueOn }) => dueOn < today)
  const dueSoon = letters.filter(({ dueOn }) => dueOn >= today && dueOn <= soon)
  const fresh = letters.filter(({ receivedOn }) => receivedOn >= since)
  if (overdue.length + dueSoon.length + fresh.length === 0) return undefined
  const named = [...overdue, ...dueSoon]
  const more = named.length - namedAtMost
  const list = named.slice(0, namedAtMost).map(({ number, dueOn }) => `${number} ${dueOn}`)
  return {
    day: today,
    overdue: String(overdue.length),
    dueSoon: String(dueSoon.length),
    new: String(fresh.length),
    list: [...list, ...(more > 0 ? [`… ${more}`] : [])].join('\n')
  }
}

/**
 * Notes the digest of this working day for everybody who left an address, from the hour that the settings say, once a
 * day: open letters of the own office, or all for those who see all, that are overdue, due within two working days, or
 * were received since the working day before. Nobody is told that nothing waits.
 */
export async function writeDigests({ db, config }: Pick<Context, 'db' | 'config'>): Promise<void> {
  const now = clock.now()
  const today = clock.today()
  const hour = new Date(now.getTime() + 8 * 3_600_000).getUTCHours()
  const { calendar } = await calendarNow(db)
  if (hour < config.notices.digestHour || !isWorkingDay(today, calendar)) return
  const soon = lastDayWithin(today, dueSoonDays, calendar)
  const since = previousWorkingDay(today, calendar)
  const { rows } = await sql<DigestRow>`
    select number, due_on as "dueOn", received_on as "receivedOn", office_id as "officeId" from letters
    where state = any (${[...openStates]}) and not demo
      and (due_on <= ${soon} or received_on >= ${since})
    order by due_on, id`.execute(db)
  for (const { id, officeId, scope } of await holdersOf(db, 'letters:read')) {
    const own = scope === 'all' ? rows : rows.filter((letter) => officeId !== null && letter.officeId === officeId)
    const figures = digestOf(own, { today, soon, since })
    if (figures) await noteForPerson(db, { event: 'digest', personId: id, key: `digest/${today}`, figures, at: now })
  }
}
