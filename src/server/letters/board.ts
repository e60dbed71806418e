/** The message board as anybody reads it: the list, one message, those that fit some words. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Board, BoardItem, BoardLine, BoardQuery, KeptBoard } from '#contract/board.ts'
import { clock } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { excerptOf } from '../core/excerpt.ts'
import { fittest } from '../core/fittest.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'

const pageLength = 20
const mostNear = 3
/** So many messages a phone keeps for reading without a network. */
const mostKept = 60

// a sender who takes the consent or the letter back takes the message off the board, whatever else happened to it;
// a reply is read here once its public copy is approved, never before
const listed = sql`
  board_items b
  join letters l on l.id = b.letter_id and l.publish_consent and l.state <> 'withdrawn'
  left join offices o on o.id = l.office_id
  left join publications p on p.letter_id = l.id and p.published_version is not null
  left join publication_versions v on v.publication_id = p.id and v.version = p.published_version
  left join letter_replies r on r.letter_id = l.id and r.round = v.round
  left join counted_ratings g on g.letter_id = l.id and g.round = v.round and g.counted`

const stateOf = sql`
  case when v.reply is not null then 'answered'
       when l.state in ('transferred', 'refused') then 'ended'
       when l.state in ('answered', 'closed') then 'checking'
       when l.state in ('received', 'accepted') then 'waiting'
       else 'working' end`

interface Row extends Omit<BoardItem, 'excerpt' | 'overdue' | 'near'> {
  readonly listedAt: string
  readonly open: boolean
}

const columns = sql`
  b.letter_id as id, l.number, l.topic, b.title, b.question, b.sender, l.received_on as "askedOn", ${stateOf} as state,
  l.due_on as "dueOn", l.state in ('received', 'accepted', 'assigned', 'drafting', 'signing') as open, o.name as office,
  v.reply, r.replied_on as "repliedOn", r.working_days as "workingDays", g.grade, b.supports, l.demo,
  b.listed_at as "listedAt",
  case when l.state in ('transferred', 'refused') then (
    select json_build_object('kind', e.kind, 'to', e.department)
    from letter_events e where e.letter_id = l.id and e.kind = l.state order by e.position desc limit 1) end as ending`

function lineOf(row: Row, words: readonly string[] = []): BoardLine {
  const { id, number, topic, title, question, sender, askedOn, state, dueOn, open, office, reply } = row
  return {
    id,
    number,
    topic,
    title,
    excerpt: excerptOf(reply ?? question, words),
    sender,
    askedOn,
    state,
    dueOn,
    overdue: open && dueOn < clock.today(),
    office,
    workingDays: row.workingDays,
    grade: row.grade,
    supports: row.supports,
    demo: row.demo
  }
}

function itemOf(row: Row, near: BoardItem['near'] = []): BoardItem {
  const { question, reply, repliedOn, ending } = row
  return { ...lineOf(row), question, reply, repliedOn, ending, near }
}

const newestCursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/
const helpfulCursor = /^(\d{1,9})~([0-9a-f-]{36})$/
const fitCursor = /^(\d{1,6}\.\d{4})~([0-9a-f-]{36})$/

type Part = Pick<Board, 'items' | 'next'>

function readCursor(after: string | undefined, form: RegExp): { at: string; id: string } | undefined {
  if (after === undefined) return undefined
  const [, at, id] = form.exec(after) ?? []
  if (at === undefined || id === undefined) throw problem('bad-request')
  return { at, id }
}

async function ordered(db: Db, { topic, office, order = 'newest', after }: BoardQuery): Promise<Part> {
  const newest = order === 'newest'
  const cursor = readCursor(after, newest ? newestCursor : helpfulCursor)
  const key = newest ? sql`b.listed_at` : sql`b.supports`
  const at = newest ? sql`${cursor?.at}::timestamptz` : sql`${cursor?.at}::integer`
  const { rows } = await sql<Row>`
    select ${columns} from ${listed}
    where b.listed_at is not null
      and ${topic ? sql`l.topic = ${topic}` : sql`true`} and ${office ? sql`l.office_id = ${office}` : sql`true`}
      and ${cursor ? sql`(${key}, b.letter_id) < (${at}, ${cursor.id}::uuid)` : sql`true`}
    order by ${key} desc, b.letter_id desc limit ${pageLength + 1}`.execute(db)
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => lineOf(row)),
    next: rows.length > pageLength && last ? `${newest ? last.listedAt : last.supports}~${last.id}` : null
  }
}

const kept = { table: 'board_items', id: 'letter_id' } as const

async function found(db: Db, words: string, { topic, office, after }: BoardQuery): Promise<Part> {
  const cursor = readCursor(after, fitCursor)
  const { fits, words: looked } = await fittest(db, words, {
    ...kept,
    narrow: sql`join letters l on l.id = found.id and ${topic ? sql`l.topic = ${topic}` : sql`true`}
                  and ${office ? sql`l.office_id = ${office}` : sql`true`}`,
    most: pageLength + 1,
    after: cursor && { fitness: cursor.at, id: cursor.id }
  })
  const shown = fits.slice(0, pageLength)
  const last = shown.at(-1)
  const { rows } = await sql<Row>`
    select ${columns} from ${listed}
    where b.listed_at is not null and b.letter_id = any (${shown.map(({ id }) => id)}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, lineOf(row, looked)]))
  return {
    items: shown.flatMap(({ id }) => byId.get(id) ?? []),
    next: fits.length > pageLength && last ? `${last.fitness}~${last.id}` : null
  }
}

/** What stands above the list: the figures of the year and the offices that answer on the board. */
async function headOfBoard(db: Db): Promise<Omit<Board, keyof Part>> {
  const year = Number(clock.today().slice(0, 4))
  const first = `${year}-01-01`
  const figures = await sql<Pick<Board, 'received' | 'answered' | 'meanWorkingDays'>>`
    select (select count(*) from letters where kind = 'message' and received_on >= ${first}) as received,
           count(*) as answered, round(avg(r.working_days), 1)::double precision as "meanWorkingDays"
    from letter_replies r join letters l on l.id = r.letter_id and l.kind = 'message'
    where r.replied_on >= ${first}`.execute(db)
  const offices = await sql<{ id: string; name: string }>`
    select o.id, o.name from offices o, lateral (
      select from letters l join board_items b on b.letter_id = l.id
      where l.office_id = o.id and l.kind = 'message' and b.listed_at is not null limit 1) as shown
    order by o.name`.execute(db)
  return {
    offices: offices.rows,
    year,
    ...(figures.rows[0] ?? { received: 0, answered: 0, meanWorkingDays: null })
  }
}

/** A page of the board with what stands above it. Throws `bad-request` for a cursor that nobody gave out. */
export async function readBoard(db: Db, query: BoardQuery): Promise<Board> {
  const part = query.words === undefined ? await ordered(db, query) : await found(db, query.words, query)
  return { ...part, ...(await headOfBoard(db)) }
}

/** The newest messages whole; without the board where it is as at `since`, a digest that an earlier call gave. */
export async function boardToKeep(db: Db, since: string | undefined): Promise<KeptBoard> {
  const { rows } = await sql<Row>`
    select ${columns} from ${listed} where b.listed_at is not null
    order by b.listed_at desc, b.letter_id desc limit ${mostKept}`.execute(db)
  const board = { items: rows.map((row) => itemOf(row)), next: null, ...(await headOfBoard(db)) }
  const revision = createHash('sha256').update(JSON.stringify(board)).digest('base64url')
  return { revision, board: revision === since ? null : board }
}

// a page's address comes unchecked
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function nearTo(db: Db, { id, title }: Row): Promise<BoardItem['near']> {
  const { fits } = await fittest(db, title, { ...kept, most: mostNear + 1, onlyGood: true })
  const { rows } = await sql<{ id: string; title: string }>`
    select b.letter_id as id, b.title from ${listed}
    where b.listed_at is not null and b.letter_id = any (${fits.map((fit) => fit.id)}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return fits
    .filter((fit) => fit.id !== id)
    .flatMap((fit) => byId.get(fit.id) ?? [])
    .slice(0, mostNear)
}

/** One message of the board; undefined for one that was taken off as for one that never stood there. */
export async function findBoardItem(db: Db, id: string): Promise<BoardItem | undefined> {
  if (!uuid.test(id)) return undefined
  const { rows } = await sql<Row>`
    select ${columns} from ${listed} where b.listed_at is not null and b.letter_id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  return itemOf(row, await nearTo(db, row))
}

/** Counts that a device has the same question; again changes nothing. Throws `not-found` for what is not on the board. */
export async function supportItem(db: Db, id: string, device: Buffer): Promise<{ supports: number; at: string }> {
  const at = clock.now().toISOString()
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ supports: number }>`
      select b.supports from ${listed} where b.listed_at is not null and b.letter_id = ${id} for update of b`.execute(
      trx
    )
    const [row] = rows
    if (!row) throw problem('not-found')
    const { numAffectedRows } = await sql`
      insert into board_supports (letter_id, device, at) values (${id}, ${device}, ${at}) on conflict do nothing`.execute(
      trx
    )
    if (!numAffectedRows) return { supports: row.supports, at }
    await sql`update board_items set supports = supports + 1 where letter_id = ${id}`.execute(trx)
    await touch(trx, 'board')
    return { supports: row.supports + 1, at }
  })
}
