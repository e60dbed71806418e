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
/** A word that stands in more answers than this tells too little: looking all of them up would only take time. */
const mostLookedUp = 500
/** What is offered unasked holds this share of the weight of all words, and a word that is not common. */
const goodShare = 0.3
/** A word is common when it stands in more than this share of all answers. */
const commonShare = 0.25

/** A word as the database looks for it: anywhere, and in the title. */
interface WordQuery {
  readonly anywhere: string
  readonly inTitle: string
}

function queryOf(word: string): WordQuery {
  // a single letter finds the words that begin with it: who types 房 means 房租 too
  const prefix = word.length === 1
  return { anywhere: searchQuery(word, { prefix }), inTitle: searchQuery(word, { prefix, weight: 'A' }) }
}

// what is not public has no words in `search`
const onTopic = (topic: LetterTopic | undefined) =>
  topic
    ? sql`join publications p on p.id = found.id join letters l on l.id = p.letter_id and l.topic = ${topic}`
    : sql``

/** The answers that hold any of the words: each word weighs by how few answers hold it, twice in a title. */
async function weighed(
  db: Db,
  queries: readonly WordQuery[],
  { topic, most, after, onlyGood = false }: Wanted
): Promise<Fit[]> {
  const { rows } = await sql<Fit>`
    with asked as (
      select n, anywhere::tsquery, in_title::tsquery
      from unnest(${queries.map(({ anywhere }) => anywhere)}::text[], ${queries.map(({ inTitle }) => inTitle)}::text[])
           with ordinality as w (anywhere, in_title, n)),
    hits as materialized (
      select a.n, p.id, p.search @@ a.in_title as titled
      from asked a cross join lateral (
        select id, search from publications where search @@ a.anywhere limit ${mostLookedUp + 1}) p),
    everything as (
      select count(*)::double precision as answers
      from (select from publications where published_version is not null limit ${mostLookedUp + 1}) p),
    words as (
      select a.n, count(h.id) as answers, ln(1 + e.answers / greatest(count(h.id), 1)) as weight,
             count(h.id) <= greatest(2, e.answers * ${commonShare}::double precision) as telling
      from asked a cross join everything e left join hits h using (n) group by a.n, e.answers),
    found as (
      select h.id, sum(w.weight * case when h.titled then 2 else 1 end)::numeric(12, 4) as fitness,
             sum(w.weight) as held, bool_or(w.telling) as telling
      from hits h join words w using (n) where w.answers <= ${mostLookedUp} group by h.id)
    select found.id, fitness::text from found ${onTopic(topic)}
    where ${onlyGood ? sql`telling and held >= ${goodShare}::double precision * (select sum(weight) from words)` : sql`true`}
      and ${after ? sql`(fitness, found.id) < (${after.fitness}::numeric, ${after.id}::uuid)` : sql`true`}
    order by found.fitness desc, found.id desc limit ${most}`.execute(db)
  return rows
}

const unweighed = '0.0000'

/** The newest answers that hold all of the words: where each word stands in very many, none of these is fitter than another. */
async function holdingAll(db: Db, queries: readonly WordQuery[], { topic, most, after }: Wanted): Promise<Fit[]> {
  const all = queries.map(({ anywhere }) => anywhere).join(' & ')
  const { rows } = await sql<Fit>`
    select found.id, ${unweighed} as fitness
    from (select id from publications where search @@ ${all}::tsquery) found ${onTopic(topic)}
    where ${after ? sql`found.id < ${after.id}::uuid` : sql`true`}
    order by found.id desc limit ${most}`.execute(db)
  return rows
}

/** The answers that fit `text` best. No syntax is read out of it: it is cut into words, and each is bound. */
export async function fittest(db: Db, text: string, wanted: Wanted): Promise<Found> {
  const words = [...new Set(await wordsOf(text))].slice(0, mostWords)
  if (words.length === 0) return { fits: [], words }
  const queries = words.map(queryOf)
  const goesOn = wanted.after !== undefined && wanted.after.fitness !== unweighed
  const fits = await weighed(db, queries, wanted)
  if (fits.length > 0 || wanted.onlyGood || goesOn) return { fits, words }
  return { fits: await holdingAll(db, queries, wanted), words }
}
