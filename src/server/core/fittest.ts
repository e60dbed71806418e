/** Which texts fit some words, and how well. A word that stands in few texts tells more than one that stands in many. */
import { sql, type RawBuilder } from 'kysely'
import type { Db } from './db.ts'
import { pairsOf, plainText, searchQuery, tellingRuns, wordsOf } from './search.ts'

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

/** Groups of words that mean the same. */
export type Synonyms = readonly (readonly string[])[]

interface Wanted {
  /** where the texts are kept: `search` holds the words of what is public and nothing of the rest, `heading` the weightier of them */
  readonly table: string
  /** where `table` is a view: the tables that it shows */
  readonly tables?: readonly string[]
  /** the name of the column that tells one text from another */
  readonly id: string
  /** joins something to `found` (with its `id`) that leaves fewer of them */
  readonly narrow?: RawBuilder<unknown>
  readonly most: number
  readonly after?: { readonly fitness: string; readonly id: string } | undefined
  /** only what fits so well that it may be offered unasked */
  readonly onlyGood?: boolean
  /** also what means the same, and what is written nearly so; the texts were kept `withPairs` (see core/search.ts) */
  readonly loose?: { readonly synonyms: Synonyms }
}

/** So many words of a text are looked for, the first ones. */
const mostWords = 48
/** A word that stands in more texts than this tells too little: looking all of them up would only take time. */
const mostLookedUp = 500
/** So many texts at most are looked at closely, and found. */
const mostFound = 100
/** What is offered unasked holds this share of the weight of all words, and a word that is not common. */
const goodShare = 0.3
/**
 * The same where other words and pairs of letters count too: people ask at length, and in words of their own. Then it
 * takes two words, one of them in the heading: what an answer mentions is not yet what was asked.
 */
const goodLooseShare = 0.2
/** A word is common when it stands in more than this share of all texts. */
const commonShare = 0.25
/** Two letters that stand beside each other are a hint only: they find what a typing error hides. */
const pairShare = 1.5
/** What means the same is a little less than the word itself. */
const synonymShare = 0.8

/** How much a place counts: body of no weight, body, summary, title. A word that stands there often counts up to half more. */
const places = '{0.1, 0.3, 0.55, 1}'

/** About what a word is worth that stands once in the body, and what a pair of letters is, wherever it stands. */
const bodyPlace = 0.18
const pairPlace = 0.06

/** A word as the database looks for it, with its share of a word's weight. */
interface WordQuery {
  readonly query: string
  readonly share: number
  readonly pair?: true
  /** what was asked for itself, not what stands for it */
  readonly exact?: true
}

// a single letter finds the words that begin with it: who types 房 means 房租 too
const queryOf = (word: string, share = 1): WordQuery => ({
  query: searchQuery(word, { prefix: word.length === 1 }),
  share
})

/** What means the same as something in the text: all words of it together. */
async function synonymQueries(text: string, synonyms: Synonyms): Promise<WordQuery[]> {
  const plain = plainText(text)
  const names = synonyms
    .filter((group) => group.some((name) => plain.includes(plainText(name))))
    .flatMap((group) => group.filter((name) => !plain.includes(plainText(name))))
  const queries: WordQuery[] = []
  for (const name of new Set(names)) {
    const words = [...new Set(await wordsOf(name))]
    if (words.length === 0) continue
    queries.push({ query: words.map((word) => searchQuery(word)).join(' & '), share: synonymShare })
  }
  return queries
}

const mostSynonyms = 48
const mostPairs = 48

async function looseQueries(text: string, { synonyms }: { readonly synonyms: Synonyms }): Promise<WordQuery[]> {
  const pairs = [...new Set((await tellingRuns(text)).flatMap(pairsOf))].slice(0, mostPairs)
  return [
    ...(await synonymQueries(text, synonyms)).slice(0, mostSynonyms),
    ...pairs.map((pair) => ({ ...queryOf(pair, pairShare), pair: true }) as const)
  ]
}

const commonWords = new Map<string, { readonly words: ReadonlySet<string>; readonly until: number }>()
const commonForMs = 60_000

/**
 * The words that stand in more texts than are looked up, as the database's own statistics tell them: to ask for them
 * would only take time. A small or a new table has none.
 */
async function commonIn(
  db: Db,
  { table, tables = [table] }: Pick<Wanted, 'table' | 'tables'>
): Promise<ReadonlySet<string>> {
  const known = commonWords.get(table)
  if (known !== undefined && performance.now() < known.until) return known.words
  const { rows } = await sql<{ word: string }>`
    select word from pg_stats s join pg_class c on c.oid = to_regclass(s.tablename)
      cross join lateral unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as common (word, frequency)
    where s.schemaname = current_schema() and s.tablename = any (${[...tables]}::text[]) and s.attname = 'search'
      and word is not null group by word having sum(frequency * c.reltuples) > ${mostLookedUp}`.execute(db)
  const words = new Set(rows.map(({ word }) => searchQuery(word)))
  commonWords.set(table, { words, until: performance.now() + commonForMs })
  return words
}

/**
 * The texts that hold any of the words: each word weighs by how few texts hold it, and by where it stands in this one.
 * The heading alone tells which of them are looked at closely: to read the whole of every text takes far longer.
 */
async function weighed(
  db: Db,
  queries: readonly WordQuery[],
  { table, tables, id, narrow = sql``, most, after, onlyGood = false, loose }: Wanted
): Promise<Fit[]> {
  const common = await commonIn(db, tables === undefined ? { table } : { table, tables })
  const texts = sql`(select ${sql.ref(id)} as id, search, heading from ${sql.table(table)})`
  const { rows } = await sql<Fit>`
    with asked as (
      select n, query::tsquery, share, pair, exact, common
      from unnest(${queries.map(({ query }) => query)}::text[], ${queries.map(({ share }) => share)}::double precision[],
                  ${queries.map(({ pair }) => pair === true)}::boolean[],
                  ${queries.map(({ exact }) => exact === true)}::boolean[], ${queries.map(({ query }) => common.has(query))}::boolean[])
           with ordinality as w (query, share, pair, exact, common, n)),
    hits as materialized (
      select a.n, t.id, case when a.pair then ${pairPlace}
                             when t.heading @@ a.query then ts_rank(${places}::real[], t.heading, a.query)
                             else ${bodyPlace} end as place
      from asked a cross join lateral (
        select id, heading from ${texts} t where search @@ a.query limit ${mostLookedUp + 1}) t
      where not a.common),
    everything as (
      select count(*)::double precision as texts
      from (select from ${texts} t where search <> '' limit ${mostLookedUp + 1}) t),
    words as (
      select a.n, a.query, a.pair, a.exact, a.common, count(h.id) as texts,
             a.share * ln(1 + e.texts / case when a.common then ${mostLookedUp + 1} else greatest(count(h.id), 1) end) as weight,
             not a.common and count(h.id) <= greatest(2, e.texts * ${commonShare}::double precision) as telling
      from asked a cross join everything e left join hits h using (n)
      group by a.n, a.query, a.pair, a.exact, a.common, a.share, e.texts),
    likely as (
      select found.id
      from (select h.id, sum(w.weight * h.place) as fitness, sum(w.weight) as held, bool_or(w.telling) as telling,
                   bool_or(w.telling and h.place > ${bodyPlace}) and count(*) filter (where w.pair is not true) > 1 as heads
            from hits h join words w using (n) where w.texts <= ${mostLookedUp} group by h.id) found ${narrow}
      where ${onlyGood ? sql`telling and held >= case when ${loose !== undefined} and heads then ${goodLooseShare} else ${goodShare} end::double precision * (select sum(weight) from words where exact)` : sql`true`}
      order by found.fitness desc, found.id desc limit ${mostFound}),
    -- each read once, however many words stand in it
    whole as materialized (select t.id, t.search || '' as search from likely join ${texts} t using (id)),
    found as (
      select t.id, sum(w.weight * case when w.pair then h.place
                                       else ts_rank(${places}::real[], t.search, w.query) end)::numeric(12, 4) as fitness
      from whole t join hits h using (id) join words w using (n) where w.texts <= ${mostLookedUp} group by t.id)
    select id, fitness::text from found
    where ${after ? sql`(fitness, id) < (${after.fitness}::numeric, ${after.id}::uuid)` : sql`true`}
    order by found.fitness desc, id desc limit ${most}`.execute(db)
  return rows
}

const unweighed = '0.0000'

/** The newest texts that hold all of the words: where each word stands in very many, none of these is fitter than another. */
async function holdingAll(
  db: Db,
  queries: readonly WordQuery[],
  { table, id, narrow = sql``, most, after }: Wanted
): Promise<Fit[]> {
  const all = queries.map(({ query }) => query).join(' & ')
  const { rows } = await sql<Fit>`
    select found.id, ${unweighed} as fitness
    from (select ${sql.ref(id)} as id from ${sql.table(table)} where search @@ ${all}::tsquery) found ${narrow}
    where ${after ? sql`found.id < ${after.id}::uuid` : sql`true`}
    order by found.id desc limit ${most}`.execute(db)
  return rows
}

/** The texts that fit `text` best. No syntax is read out of it: it is cut into words, and each is bound. */
export async function fittest(db: Db, text: string, wanted: Wanted): Promise<Found> {
  const words = [...new Set(await wordsOf(text))].slice(0, mostWords)
  const exact = words.map((word) => ({ ...queryOf(word), exact: true }) as const)
  const queries = [...exact, ...(wanted.loose ? await looseQueries(text, wanted.loose) : [])]
  if (queries.length === 0) return { fits: [], words }
  const goesOn = wanted.after !== undefined && wanted.after.fitness !== unweighed
  const fits = await weighed(db, queries, wanted)
  if (fits.length > 0 || exact.length === 0 || wanted.onlyGood || goesOn) return { fits, words }
  return { fits: await holdingAll(db, exact, wanted), words }
}
