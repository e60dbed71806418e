/** Which published answers fit some words, and how well. A word that stands in few answers tells more than one that stands in many. */
import { sql } from 'kysely'
import type { LetterTopic } from '#contract/letters.ts'
import type { Db } from '../core/db.ts'
import { searchQuery, wordsOf } from '../core/search.ts'

/** `fitness` as the database wrote it, with four decimals, so that a page can go on after it. */
export interface Fit {
  readonly id: string
  readonly fitness: string
}

export interface Found {
  readonly fits: Fit[]
  /** the words that were looked for */
  readonly words: readonly string[]
}

interface Wanted {
  readonly topic?: LetterTopic | undefined
  readonly most: number
  readonly after?: { readonly fitness: string; readonly id: string } | undefined
  /** only what fits so well that it may be offered unasked */
  readonly onlyGood?: boolean
}

/** So many words of a text are looked for, the first ones. */
const mostWords = 24
/** Counting stops here: a word that stands in more answers than this finds too much to be looked up. */
const mostCounted = 1000
/** What is offered unasked holds this share of the weight of all words, and a word that is not common. */
const goodShare = 0.3
/** A word is common when it stands in more than this share of all answers. */
const commonShare = 0.25

interface CountedWord {
  readonly word: string
  readonly query: string
  readonly title: string
  readonly answers: number
}

/** How many answers hold each word, and how many there are, both counted no further than needed. */
async function countWords(db: Db, words: readonly string[]): Promise<{ counted: CountedWord[]; all: number }> {
  // a single letter finds the words that begin with it: who types 房 means 房租 too
  const query = words.map((word) => searchQuery(word, { prefix: word.length === 1 }))
  const title = words.map((word) => searchQuery(word, { prefix: word.length === 1, weight: 'A' }))
  const { rows } = await sql<CountedWord & { all: number }>`
    select w.word, w.query, w.title,
           (select count(*) from (select from publications p where p.search @@ w.query::tsquery limit ${mostCounted + 1}) f) as answers,
           (select count(*) from (select from publications p where p.published_version is not null limit ${mostCounted + 1}) f) as "all"
    from unnest(${[...words]}::text[], ${query}::text[], ${title}::text[]) as w (word, query, title)`.execute(db)
  return { counted: rows, all: rows[0]?.all ?? 0 }
}

/** The newest answers that hold all of the words. */
async function holdingAll(db: Db, words: readonly CountedWord[], { topic, most, after }: Wanted): Promise<Fit[]> {
  const { rows } = await sql<Fit>`
    select p.id, '0.0000' as fitness from publications p join letters l on l.id = p.letter_id and l.publish_consent
    where p.published_version is not null and p.search @@ ${words.map(({ query }) => query).join(' & ')}::tsquery
      and ${topic ? sql`l.topic = ${topic}` : sql`true`} and ${after ? sql`p.id < ${after.id}::uuid` : sql`true`}
    order by p.id desc limit ${most}`.execute(db)
  return rows
}

/** The answers that fit `text` best. No syntax is read out of it: it is cut into words, and each is bound. */
export async function fittest(db: Db, text: string, { topic, most, after, onlyGood = false }: Wanted): Promise<Found> {
  const words = [...new Set(await wordsOf(text))].slice(0, mostWords)
  if (words.length === 0) return { fits: [], words }
  const { counted, all } = await countWords(db, words)
  const weigh = (answers: number) => Math.log(1 + all / Math.max(answers, 1))
  const useful = counted.filter(({ answers }) => answers > 0 && answers <= mostCounted)
  const whole = counted.reduce((sum, { answers }) => sum + weigh(answers), 0)
  if (useful.length === 0) {
    // every word is either nowhere, or in so many answers that none of them is fitter than another
    return onlyGood || counted.some(({ answers }) => answers === 0)
      ? { fits: [], words }
      : { fits: await holdingAll(db, counted, { topic, most, after }), words }
  }
  const isCommon = (answers: number) => answers > Math.max(2, all * commonShare)
  const { rows } = await sql<Fit>`
    with found as (
      select p.id, sum(w.weight * case when p.search @@ w.title::tsquery then 2 else 1 end)::numeric(12, 4) as fitness,
             sum(w.weight) as held, bool_or(not w.common) as telling
      from unnest(${useful.map(({ query }) => query)}::text[], ${useful.map(({ title }) => title)}::text[],
                  ${useful.map(({ answers }) => weigh(answers))}::double precision[],
                  ${useful.map(({ answers }) => isCommon(answers))}::boolean[]) as w (query, title, weight, common)
      join publications p on p.search @@ w.query::tsquery
      join letters l on l.id = p.letter_id and l.publish_consent
      where p.published_version is not null and ${topic ? sql`l.topic = ${topic}` : sql`true`}
      group by p.id)
    select id, fitness::text from found
    where ${onlyGood ? sql`telling and held >= ${goodShare * whole}` : sql`true`}
      and ${after ? sql`(fitness, id) < (${after.fitness}::numeric, ${after.id}::uuid)` : sql`true`}
    order by found.fitness desc, id desc limit ${most}`.execute(db)
  return { fits: rows, words: useful.map(({ word }) => word) }
}
