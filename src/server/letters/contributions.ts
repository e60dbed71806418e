/** What other offices are asked for on a letter: a part of the answer 协办, or an opinion 征求意见. No sender ever reads it. */
import { sql } from 'kysely'
import { isDay } from '#contract/calendar.ts'
import type { AskedContribution, Contribution, ContributionCase, ContributionKind } from '#contract/contributions.ts'
import type { DueDate } from '#contract/letters.ts'
import type { Permission } from '#contract/people.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { raiseAlert } from './alerts.ts'
import { askedOf, everAskedOf } from './asked.ts'
import { innerDay, isWanted } from './inner-days.ts'
import { letterFor, letterOf, threadOf } from './read.ts'
import { roundsOf } from './rounds.ts'
import { isOpen } from './rules.ts'
import { membersOf } from './together.ts'

interface Row {
  readonly id: string
  readonly letterId: string
  readonly round: number
  readonly kind: ContributionKind
  readonly officeId: string
  readonly officeName: string
  readonly request: string
  readonly askedBy: string
  readonly askedAt: string
  readonly dueOn: string
  readonly takenBack: boolean
  readonly wanted: boolean
  readonly versions: Contribution['versions']
}

const rowColumns = sql`
  c.id, c.letter_id as "letterId", c.round, c.kind, c.office_id as "officeId", f.name as "officeName", c.request,
  p.name as "askedBy", c.asked_at as "askedAt", d.due_on as "dueOn", c.taken_back_at is not null as "takenBack",
  ${isWanted} as wanted`

const rowTables = sql`
  letter_contributions c join letters l on l.id = c.letter_id join offices f on f.id = c.office_id
  join people p on p.id = c.asked_by cross join lateral (select ${innerDay} as due_on) d`

/** What became of a request, and whether its day has passed while it is waited for. */
function standOf({ takenBack, wanted, dueOn }: Row, given: boolean): Pick<Contribution, 'state' | 'overdue'> {
  const state = takenBack ? 'takenBack' : given ? 'given' : wanted ? 'asked' : 'lapsed'
  return { state, overdue: state === 'asked' && dueOn < clock.today() }
}

async function versionsOf(db: Db | Trx, id: string): Promise<Contribution['versions']> {
  const { rows } = await sql<Contribution['versions'][number]>`
    select v.version, v.text, p.name as author, v.at from letter_contribution_versions v join people p on p.id = v.author_id
    where v.contribution_id = ${id} order by v.version desc`.execute(db)
  return rows
}

function shape(row: Row): Contribution {
  const { id, kind, officeId, officeName, request, askedBy, askedAt, dueOn, versions } = row
  return {
    id,
    kind,
    ...standOf(row, versions.length > 0),
    office: { id: officeId, name: officeName },
    request,
    askedBy,
    askedAt,
    dueOn,
    versions
  }
}

/** What was asked and given on a letter, in the order of asking. */
export async function contributionsOf(db: Db, letterId: string): Promise<Contribution[]> {
  const { rows } = await sql<Row>`
    select ${rowColumns} from ${rowTables} where c.letter_id = ${letterId} order by c.asked_at, c.id`.execute(db)
  return await Promise.all(rows.map(async (row) => shape({ ...row, versions: await versionsOf(db, row.id) })))
}

export interface ContributionRequest {
  readonly id: string
  readonly kind: ContributionKind
  readonly officeId: string
  readonly request: string
  readonly dueOn: string
}

/**
 * Asks another office. The same id again changes nothing. Throws `day-too-late` unless the inner day lies between today and
 * the day before the nearest due date (today, where that has come); `merged-already` for a letter that another leads;
 * `office-closed`, `state-forbids`, `already-sent`.
 */
export async function askOffice(db: Db, staff: Staff, letterId: string, asked: ContributionRequest): Promise<void> {
  if (!isDay(asked.dueOn)) throw problem('invalid', { errors: [{ pointer: '/dueOn', rule: 'format', limit: 'date' }] })
  await db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, letterId, 'letters:read', true)
    const request = asked.request.trim()
    const { rows: kept } = await sql<{ same: boolean }>`
      select letter_id = ${letterId} and kind = ${asked.kind} and office_id = ${asked.officeId} and request = ${request}
             and due_on = ${asked.dueOn} and asked_by = ${staff.id} as same
      from letter_contributions where id = ${asked.id}`.execute(trx)
    if (kept[0]?.same) return
    if (kept[0]) throw problem('already-sent')
    if (letter.mergedInto !== null) throw problem('merged-already')
    if (!isOpen(letter.state)) throw problem('state-forbids')
    const today = clock.today()
    const due = [letter, ...(await membersOf(trx, letterId))].map(({ dueOn }) => dueOn).toSorted()[0] ?? letter.dueOn
    if (asked.dueOn < today || (asked.dueOn >= due && asked.dueOn !== today)) throw problem('day-too-late')
    const { rows: open } = await sql`
      select from offices where id = ${asked.officeId} and takes_letters
        and id is distinct from ${letter.officeId}::uuid`.execute(trx)
    if (open.length === 0) throw problem('office-closed')
    const at = clock.now()
    const { numAffectedRows } = await sql`
      insert into letter_contributions (id, letter_id, round, kind, office_id, request, asked_by, asked_at, due_on)
      values (${asked.id}, ${letterId}, ${letter.round}, ${asked.kind}, ${asked.officeId}, ${request}, ${staff.id},
              ${at.toISOString()}, ${asked.dueOn})
      on conflict do nothing`.execute(trx)
    if (!numAffectedRows) throw problem('already-sent')
    await raiseAlert(trx, letter, 'contributionAsked', at, asked.id)
    await auditOf(trx, staff, 'letter.contributionAsked', letterId, asked.id)
  })
}

const auditOf = async (trx: Trx, staff: Staff, act: string, letterId: string, contribution: string) =>
  await audit(trx, { actorId: staff.id, act, subjectKind: 'letter', subjectId: letterId, details: { contribution } })

/** Takes a request back; a second time changes nothing. */
export async function takeBackRequest(db: Db, staff: Staff, letterId: string, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const letter = await letterFor(trx, staff, letterId, 'letters:read')
    const { rows } = await sql<{ takenBack: boolean }>`
      select taken_back_at is not null as "takenBack" from letter_contributions
      where id = ${id} and letter_id = ${letterId} for update`.execute(trx)
    if (!rows[0]) throw problem('not-found')
    if (rows[0].takenBack) return
    if (!isOpen(letter.state)) throw problem('state-forbids')
    await sql`
      update letter_contributions set taken_back_by = ${staff.id}, taken_back_at = ${clock.now().toISOString()}
      where id = ${id}`.execute(trx)
    await auditOf(trx, staff, 'letter.contributionTakenBack', letterId, id)
  })
}

interface AskedRow extends Row {
  readonly number: string
  readonly title: string
  readonly given: boolean
}

/** What is asked of the offices within reach: what waits first, by its inner day; then the rest, the newest first. */
export async function readAsked(db: Db, staff: Staff): Promise<AskedContribution[]> {
  const { rows } = await sql<AskedRow>`
    select ${rowColumns}, l.number, l.title, g.given
    from ${rowTables}
    cross join lateral (
      select exists (select from letter_contribution_versions v where v.contribution_id = c.id) as given) g
    where ${askedOf(staff, 'letters:read')}
    order by (not g.given and ${isWanted}) desc,
             case when not g.given then d.due_on end, c.asked_at desc, c.id
    limit 200`.execute(db)
  return rows.map((row) => {
    const { id, kind, officeId, officeName, dueOn, number, title } = row
    return {
      id,
      kind,
      ...standOf(row, row.given),
      office: { id: officeId, name: officeName },
      dueOn,
      number,
      title
    }
  })
}

/** One request within reach; throws `not-found`. */
async function rowFor(db: Db | Trx, staff: Staff, id: string, permission: Permission, lock = false): Promise<Row> {
  const { rows } = await sql<Row>`
    select ${rowColumns} from ${rowTables}
    where c.id = ${id} and ${everAskedOf(staff, permission)} ${lock ? sql`for update of c` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return { ...row, versions: await versionsOf(db, id) }
}

/**
 * One request with the matter as the asked office reads it: what was written up to the end of the request's round, without
 * contact, files or inner work. Once it is taken back, nothing that the sender wrote.
 */
export async function readContribution(db: Db, staff: Staff, id: string): Promise<ContributionCase> {
  const row = await rowFor(db, staff, id, 'letters:read')
  const letter = await letterOf(db, row.letterId)
  const thread = await threadOf(db, letter)
  const due: DueDate | undefined = (await roundsOf(db, letter.id)).find(({ round }) => round === row.round)?.due
  if (!due) throw new Error('a request without its round')
  const scope = staff.grants.get('letters:draft')
  const reaches = scope === 'all' || (scope === 'office' && staff.officeId === row.officeId)
  return {
    ...shape(row),
    letter: {
      number: letter.number,
      kind: letter.kind,
      topic: letter.topic,
      state: letter.state,
      title: row.takenBack ? null : letter.title,
      office: letter.office,
      due,
      texts: thread
        .filter(({ from, round }) => from === 'sender' && round <= row.round && !row.takenBack)
        .map(({ text, at }) => ({ text, at }))
    },
    mayGive: reaches && !row.takenBack && row.wanted
  }
}

/**
 * Gives the text of the own office, as another version over the one that was read. The same text again adds none.
 * Throws `changed-meanwhile` where another version came first, `state-forbids` once it is wanted no longer.
 */
export async function giveContribution(
  db: Db,
  staff: Staff,
  id: string,
  given: { readonly text: string; readonly version: number }
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await rowFor(trx, staff, id, 'letters:draft', true)
    const letter = await letterOf(trx, row.letterId)
    if (row.takenBack || !row.wanted) throw problem('state-forbids')
    const [newest] = row.versions
    const text = given.text.trim()
    if (newest?.text === text) return
    if ((newest?.version ?? 0) !== given.version) throw problem('changed-meanwhile')
    const at = clock.now()
    await sql`
      insert into letter_contribution_versions (contribution_id, version, text, author_id, at)
      values (${id}, ${given.version + 1}, ${text}, ${staff.id}, ${at.toISOString()})`.execute(trx)
    await raiseAlert(trx, letter, 'contributionGiven', at, id)
    await auditOf(trx, staff, 'letter.contributionGiven', letter.id, id)
  })
}
