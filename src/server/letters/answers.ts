/**
 * Published answers as anybody reads them: the list, one answer, and those that fit some words. Redacted copies of letters
 * and entries of the knowledge stand in one list; the view `public_answers` leaves a letter out whose entry is public.
 */
import { sql } from 'kysely'
import type { Answer, AnswerLine, AnswerList, AnswerQuery } from '#contract/answers.ts'
import { workingDaysBetween } from '#contract/calendar.ts'
import type { Db } from '../core/db.ts'
import { fittest, type Fit, type Synonyms } from '../core/fittest.ts'
import { problem } from '../core/problems.ts'
import { excerptOf } from '../core/excerpt.ts'
import { calendarOf } from '../core/working-calendar.ts'
import { helpfulnessFactor, type Votes } from './knowledge-votes.ts'

const pageLength = 20
const mostSuggestions = 3

// a consent that is taken back shuts the answer, whatever else happened to it
const published = sql`
  publications p
  join publication_versions v on v.publication_id = p.id and v.version = p.published_version
  join letters l on l.id = p.letter_id and l.publish_consent
  join letter_replies r on r.letter_id = l.id and r.round = v.round
  join offices o on o.id = r.office_id`

const entries = sql`
  knowledge_entries k
  join knowledge_versions v on v.entry_id = k.id and v.version = k.published_version
  join offices o on o.id = k.office_id`

// a page's address comes unchecked
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface AnswerRow extends Answer {
  readonly ownDueOn: string | null
  readonly revision: number | null
}

/** One published answer; undefined for one that was withdrawn as for one that never was. */
export async function findAnswer(db: Db, id: string): Promise<Answer | undefined> {
  if (!uuid.test(id)) return undefined
  const { rows } = await sql<AnswerRow>`
    select p.id, 'letter' as kind, l.topic, v.title, v.question, v.reply, o.name as office, n.started_on as "askedOn",
           r.replied_on as "repliedOn", r.working_days as "workingDays", n.limit_days as "limit", g.grade, null::json as votes,
           p.published_at as "publishedAt", l.demo, n.own_due_on as "ownDueOn", n.calendar_revision as revision
    from ${published}
    join letter_rounds n on n.letter_id = l.id and n.round = v.round
    left join counted_ratings g on g.letter_id = l.id and g.round = v.round and g.counted
    where p.id = ${id}
    union all
    select k.id, 'entry', v.topic, v.title, v.question, v.reply, o.name, null, k.checked_on, null, null, null,
           json_build_object('helpful', k.helpful, 'unhelpful', k.unhelpful), k.published_at, k.demo,
           null, null
    from ${entries} where k.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { ownDueOn, revision, ...answer } = row
  if (ownDueOn === null || revision === null || answer.askedOn === null) return answer
  // of a day that the channel set, the working days up to it
  return { ...answer, limit: workingDaysBetween(answer.askedOn, ownDueOn, await calendarOf(db, revision)) }
}

interface LineRow extends Omit<AnswerLine, 'excerpt'>, Votes {
  readonly reply: string
}

/** The lines of some answers, by id; the excerpt shows where the words stand. */
async function linesById(db: Db, ids: readonly string[], words: readonly string[] = []) {
  if (ids.length === 0) return new Map<string, never>()
  const { rows } = await sql<LineRow>`
    select p.id, 'letter' as kind, l.topic, v.title, v.reply, o.name as office, r.replied_on as "repliedOn",
           r.working_days as "workingDays", l.demo, 0 as helpful, 0 as unhelpful
    from ${published} where p.id = any (${[...ids]}::uuid[])
    union all
    select k.id, 'entry', v.topic, v.title, v.reply, o.name, k.checked_on, null, k.demo, k.helpful, k.unhelpful
    from ${entries} where k.id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ reply, helpful, unhelpful, ...line }) => [
      line.id,
      { line: { ...line, excerpt: excerptOf(reply, words) }, votes: { helpful, unhelpful } }
    ])
  )
}

/** Leaves only what is asked for of `a`, rows of `public_answers`. */
function cut({ kind, topic }: AnswerQuery) {
  const topicOf = sql`
    coalesce((select l.topic from publications p join letters l on l.id = p.letter_id where p.id = a.id),
             (select v.topic from knowledge_entries k join knowledge_versions v
                on v.entry_id = k.id and v.version = k.published_version where k.id = a.id))`
  return sql`${kind ? sql`a.kind = ${kind}` : sql`true`} and ${topic ? sql`${topicOf} = ${topic}` : sql`true`}`
}

const newestCursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/

// who goes through the letters alone sees those too that an entry stands for
const lettersAlone = sql`
  (select id, 'letter' as kind, published_at from publications where published_version is not null)`

/** The newest published answers, some at a time. */
async function newestAnswers(db: Db, query: AnswerQuery): Promise<AnswerList> {
  const [, at, id] = query.after === undefined ? [] : (newestCursor.exec(query.after) ?? [])
  if (query.after !== undefined && at === undefined) throw problem('bad-request')
  const { rows } = await sql<{ id: string; publishedAt: string }>`
    select a.id, a.published_at as "publishedAt" from ${query.kind === 'letter' ? lettersAlone : sql`public_answers`} a
    where ${cut(query)}
      and ${at && id ? sql`(a.published_at, a.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by a.published_at desc, a.id desc limit ${pageLength + 1}`.execute(db)
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  const lines = await linesById(
    db,
    shown.map((row) => row.id)
  )
  return {
    answers: shown.flatMap((row) => lines.get(row.id)?.line ?? []),
    next: rows.length > pageLength && last ? `${last.publishedAt}~${last.id}` : null
  }
}

const kept = { table: 'public_answers', tables: ['publications', 'knowledge_entries'], id: 'id' } as const

const fitCursor = /^(\d{1,6}\.\d{4})~([0-9a-f-]{36})$/

/** The published answers that hold any of the words, the fittest first. */
async function searchAnswers(db: Db, words: string, query: AnswerQuery, synonyms: Synonyms): Promise<AnswerList> {
  const { kind, topic, after } = query
  const [, fitness, id] = after === undefined ? [] : (fitCursor.exec(after) ?? [])
  if (after !== undefined && fitness === undefined) throw problem('bad-request')
  const found = await fittest(db, words, {
    ...kept,
    narrow: kind || topic ? sql`join public_answers a on a.id = found.id and ${cut(query)}` : sql``,
    most: pageLength + 1,
    loose: { synonyms },
    after: fitness !== undefined && id !== undefined ? { fitness, id } : undefined
  })
  const shown = found.fits.slice(0, pageLength)
  const last = shown.at(-1)
  const lines = await linesById(
    db,
    shown.map((fit) => fit.id),
    found.words
  )
  return {
    answers: shown.flatMap((fit) => lines.get(fit.id)?.line ?? []),
    next: found.fits.length > pageLength && last ? `${last.fitness}~${last.id}` : null
  }
}

/** A page of published answers: the newest first, or with words the fittest first. Throws `bad-request` for a cursor that nobody gave out. */
export async function listAnswers(db: Db, query: AnswerQuery, synonyms: Synonyms): Promise<AnswerList> {
  return query.words === undefined
    ? await newestAnswers(db, query)
    : await searchAnswers(db, query.words, query, synonyms)
}

/** So many of the fittest are looked at; among these, what readers found helpful moves a little. */
const looked = 12

/** At most three published answers that fit what is being typed, the likeliest first; none where nothing fits well enough. */
export async function suggestAnswers(db: Db, text: string, synonyms: Synonyms): Promise<AnswerLine[]> {
  const { fits, words } = await fittest(db, text, { ...kept, most: looked, onlyGood: true, loose: { synonyms } })
  const lines = await linesById(
    db,
    fits.map(({ id }) => id),
    words
  )
  return fits
    .flatMap(({ id, fitness }: Fit) => {
      const found = lines.get(id)
      return found ? [{ line: found.line, worth: Number(fitness) * helpfulnessFactor(found.votes) }] : []
    })
    .toSorted((a, b) => b.worth - a.worth)
    .slice(0, mostSuggestions)
    .map(({ line }) => line)
}
