/** What the queue, the ledger and saved views are narrowed by, as conditions on `letters l` with `letter_channels c`. */
import { sql, type RawBuilder } from 'kysely'
import type { ViewFilter } from '#contract/letters-queue.ts'
import { openStates } from '#contract/letters.ts'
import { plusDays } from '#contract/calendar.ts'

/** States in which nothing is done any more. */
export const endedStates = ['closed', 'withdrawn', 'transferred', 'refused'] as const

/** Letters of these states. The list stands in the statement itself, so that the index of what is open is used. */
export const inStates = (states: readonly string[]): RawBuilder<unknown> =>
  sql`l.state in (${sql.join(states.map((state) => sql.lit(state)))})`

/** The states that a cut of the queue shows; without one all that are open. */
export function statesOf(state: ViewFilter['state']): readonly string[] {
  if (state === undefined) return openStates
  return state === 'ended' ? endedStates : [state]
}

const likeBeginning = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** What may be a number of ours or a channel's: no Chinese letter, and a digit. */
const mayBeNumber = (text: string): boolean => /\d/.test(text) && !/\p{Script=Han}/u.test(text)

/** The ids of letters whose number, its end, or whose channel's number begins as was typed. */
function byNumber(text: string): RawBuilder<unknown> {
  const serial = /^0*(\d{1,9})$/.exec(text)?.[1]
  return sql`
    union all select n.id from letters n where n.number like ${likeBeginning(text.toUpperCase())}
    ${serial === undefined ? sql`` : sql`union all select n.id from letters n where substring(n.number from '-(\\d{1,9})$')::integer = ${Number(serial)}`}
    union all select h.letter_id from letter_channels h where lower(h.outer_number) like ${likeBeginning(text.toLowerCase())}`
}

/**
 * Letters that were looked for by words of title and text or by a number. Words are looked for letter by letter
 * (`exists`), so that the database may go through the queue in its order where a word stands in very many.
 */
function sought(search: string): RawBuilder<unknown> {
  const text = search.normalize('NFKC').trim()
  const holds = sql`w.words @@ text_query(${text})`
  return mayBeNumber(text)
    ? sql`l.id in (select w.letter_id from letter_words w where ${holds} ${byNumber(text)})`
    : sql`exists (select from letter_words w where w.letter_id = l.id and ${holds})`
}

/** Letters whose limit runs out in a span; only what is open has one. */
function dueIn(span: NonNullable<ViewFilter['due']>, today: string): RawBuilder<unknown> {
  const days = {
    overdue: sql`l.due_on < ${today}::date`,
    today: sql`l.due_on = ${today}::date`,
    week: sql`l.due_on between ${today}::date and ${plusDays(today, 6)}::date`
  }
  return sql`${inStates(openStates)} and ${days[span]}`
}

/**
 * Letters in whose present round somebody wrote. All that this person ever wrote in are found first: few letters beside
 * those that would be walked through in the order of the queue.
 */
const writtenBy = (handler: string): RawBuilder<unknown> => sql`
  l.id = any (array(select h.letter_id from letter_drafts h where h.author_id = ${handler}))
  and exists (select from letter_drafts h where h.letter_id = l.id and h.round = l.round and h.author_id = ${handler})`

/** The condition of a filter; its state is looked at elsewhere. */
export function matching(filter: Omit<ViewFilter, 'state' | 'sort'>, today: string): RawBuilder<unknown> {
  const { kind, topic, source, office, handler, due, grade, search } = filter
  const conditions = [
    kind && sql`l.kind = ${kind}`,
    topic && sql`l.topic = ${topic}`,
    source && (source === 'web' ? sql`c.letter_id is null` : sql`c.source = ${source}`),
    office && sql`l.office_id = ${office}`,
    handler && writtenBy(handler),
    due && dueIn(due, today),
    grade &&
      sql`exists (select from letter_ratings g where g.letter_id = l.id and g.round = l.round and g.grade = ${Number(grade)})`,
    search && sought(search)
  ].filter((condition) => condition !== undefined && condition !== '')
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
