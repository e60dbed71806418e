/** Published answers as anybody reads them: the list, one answer, and those that fit some words. */
import { sql } from 'kysely'
import type { Answer, AnswerLine, AnswerList } from '#contract/answers.ts'
import type { Queries } from '#contract/routes.ts'
import type { Db } from '../core/db.ts'
import { fittest, type Fit } from '../core/fittest.ts'
import { problem } from '../core/problems.ts'
import { excerptOf } from '../core/excerpt.ts'

const pageLength = 20
const mostSuggestions = 3

// a consent that is taken back shuts the answer, whatever else happened to it
const published = sql`
  publications p
  join publication_versions v on v.publication_id = p.id and v.version = p.published_version
  join letters l on l.id = p.letter_id and l.publish_consent
  join letter_replies r on r.letter_id = l.id and r.round = v.round
  join offices o on o.id = r.office_id`

// a page's address comes unchecked
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One published answer; undefined for one that was withdrawn as for one that never was. */
export async function findAnswer(db: Db, id: string): Promise<Answer | undefined> {
  if (!uuid.test(id)) return undefined
  const { rows } = await sql<Answer>`
    select p.id, l.topic, v.title, v.question, v.reply, o.name as office, n.started_on as "askedOn",
           r.replied_on as "repliedOn", r.working_days as "workingDays", n.limit_days as "limit", g.grade,
           p.published_at as "publishedAt", l.demo
    from ${published}
    join letter_rounds n on n.letter_id = l.id and n.round = v.round
    left join counted_ratings g on g.letter_id = l.id and g.round = v.round and g.counted
    where p.id = ${id}`.execute(db)
  return rows[0]
}

interface LineRow extends Omit<AnswerLine, 'excerpt'> {
  readonly reply: string
  readonly publishedAt: string
}

const lineColumns = sql`
  p.id, l.topic, v.title, v.reply, o.name as office, r.replied_on as "repliedOn", r.working_days as "workingDays", l.demo,
  p.published_at as "publishedAt"`

function lineOf({ reply, publishedAt: _at, ...line }: LineRow, words: readonly string[] = []): AnswerLine {
  return { ...line, excerpt: excerptOf(reply, words) }
}

const newestCursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/

/** The newest published answers, some at a time. */
async function newestAnswers(db: Db, { topic, after }: Queries['GET /answers']): Promise<AnswerList> {
  const [, at, id] = after === undefined ? [] : (newestCursor.exec(after) ?? [])
  if (after !== undefined && at === undefined) throw problem('bad-request')
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${published}
    where ${topic ? sql`l.topic = ${topic}` : sql`true`}
      and ${at && id ? sql`(p.published_at, p.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by p.published_at desc, p.id desc limit ${pageLength + 1}`.execute(db)
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    answers: shown.map((row) => lineOf(row)),
    next: rows.length > pageLength && last ? `${last.publishedAt}~${last.id}` : null
  }
}

/** The lines of what fits, in the order of their fitness. */
async function linesOf(db: Db, fits: readonly Fit[], words: readonly string[]): Promise<AnswerLine[]> {
  if (fits.length === 0) return []
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from ${published} where p.id = any (${fits.map(({ id }) => id)}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, lineOf(row, words)]))
  return fits.flatMap(({ id }) => byId.get(id) ?? [])
}

const kept = { table: 'publications', id: 'id' } as const

const fitCursor = /^(\d{1,6}\.\d{4})~([0-9a-f-]{36})$/

/** The published answers that hold any of the words, the fittest first. */
async function searchAnswers(db: Db, words: string, { topic, after }: Queries['GET /answers']): Promise<AnswerList> {
  const [, fitness, id] = after === undefined ? [] : (fitCursor.exec(after) ?? [])
  if (after !== undefined && fitness === undefined) throw problem('bad-request')
  const found = await fittest(db, words, {
    ...kept,
    narrow: topic
      ? sql`join publications p on p.id = found.id join letters l on l.id = p.letter_id and l.topic = ${topic}`
      : sql``,
    most: pageLength + 1,
    after: fitness !== undefined && id !== undefined ? { fitness, id } : undefined
  })
  const shown = found.fits.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    answers: await linesOf(db, shown, found.words),
    next: found.fits.length > pageLength && last ? `${last.fitness}~${last.id}` : null
  }
}

/** A page of published answers: the newest first, or with words the fittest first. */
export async function listAnswers(db: Db, query: Queries['GET /answers']): Promise<AnswerList> {
  return query.words === undefined ? await newestAnswers(db, query) : await searchAnswers(db, query.words, query)
}

/** At most three published answers that fit what is being typed; none where nothing fits well enough. */
export async function suggestAnswers(db: Db, text: string): Promise<AnswerLine[]> {
  const { fits, words } = await fittest(db, text, { ...kept, most: mostSuggestions, onlyGood: true })
  return await linesOf(db, fits, words)
}
