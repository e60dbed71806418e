/** Published articles by the ten thousand, put into the database past the server: for counting, never for judging. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Client } from 'pg'
import { searchVector } from '#server/core/search.ts'
import type { Dice } from './proof.ts'

/** Words as they come in texts: a few often, most seldom. */
export const wordsByFrequency = (dice: Dice): (() => string) => {
  const words = readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([word = '', often]) => word.length >= 2 && /^\p{Script=Han}+$/u.test(word) && Number(often) > 300)
    .toSorted((a, b) => Number(b[1]) - Number(a[1]))
    .slice(0, 20_000)
    .map(([word = '']) => word)
  return () => words[Math.floor(dice.next() ** 3 * words.length)] ?? ''
}

/** What reports of a bureau are made of; `…` is a word from anywhere. */
const sentences = [
  '今年以来，全市认真落实各项部署，…和…保持平稳。',
  '从环比看，…价格#%，其中…#%，…#%。',
  '与上年同期相比，#月份…增长#%，比上月提高#个百分点。',
  '调查结果显示，#%的受访单位认为…有所改善，…仍需关注。',
  '据…科介绍，本次调查共抽取#个…，回收有效问卷#份，覆盖…和…。',
  '需要说明的是，…数据按…口径计算，与…不完全可比。',
  '下一步，将继续做好…、…和…工作，及时公布…结果。',
  '各区…应当在#月#日前报送…，逾期的由…负责说明。',
  '分行业看，…增加值#亿元，同比增长#%；…#亿元，下降#%。'
]

const filled = (dice: Dice, word: () => string): string =>
  dice.pick(sentences).replace(/[…#]/g, (mark) => (mark === '…' ? word() : (dice.below(900) / 10).toFixed(1)))

interface Paragraph {
  readonly text: string
  readonly vector: string
}

const paragraphsOf = async (dice: Dice, word: () => string, many: number): Promise<Paragraph[]> => {
  const made: Paragraph[] = []
  for (let n = 0; n < many; n += 1) {
    const text = Array.from({ length: 6 }, () => filled(dice, word)).join('')
    made.push({ text, vector: await searchVector([{ text, weight: 'C' }]) })
  }
  return made
}

const kinds = ['news', 'notice', 'policy', 'interpretation', 'dataNote']
const paragraphsEach = 7

interface Head {
  readonly title: string
  readonly summary: string
  readonly keywords: string
  readonly vector: string
}

const headsOf = async (dice: Dice, word: () => string, many: number): Promise<Head[]> => {
  const made: Head[] = []
  for (let n = 0; n < many; n += 1) {
    const title = `${2015 + dice.below(11)}年${1 + dice.below(12)}月全市${word()}${word()}${word()}情况`
    const summary = `${filled(dice, word)}${filled(dice, word)}`
    const keywords = `${word()} ${word()}`
    const vector = await searchVector(
      [
        { text: `${title}\n${keywords}`, weight: 'A' },
        { text: summary, weight: 'B' }
      ],
      `${title}\n${summary}`
    )
    made.push({ title, summary, keywords, vector })
  }
  return made
}

/** Tables whose triggers would ask who has signed. */
const guarded = ['article_versions', 'article_approvals', 'article_editions', 'published_articles']

/** Adds articles until there are `wanted` of this kind: about 1,300 letters each, in all columns. Asks as the owner. */
export async function fillArticles(stored: Client, dice: Dice, wanted: number): Promise<void> {
  const word = wordsByFrequency(dice)
  const { rows } = await stored.query<{ many: number }>(
    `select count(*)::int as many from published_articles where title like '20%年%月全市%情况'`
  )
  const missing = wanted - (rows[0]?.many ?? 0)
  if (missing <= 0) return
  const heads = await headsOf(dice, word, missing)
  const paragraphs = await paragraphsOf(dice, word, 3000)
  await stored.query('begin')
  for (const table of guarded) await stored.query(`alter table ${table} disable trigger user`)
  await stored.query(
    `create temp table heads on commit drop as
     select n::int, title, summary, keywords, vector, gen_random_uuid() as seed
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as t (title, summary, keywords, vector, n)`,
    [
      heads.map(({ title }) => title),
      heads.map(({ summary }) => summary),
      heads.map(({ keywords }) => keywords),
      heads.map(({ vector }) => vector)
    ]
  )
  await stored.query(
    `create temp table paragraphs on commit drop as
     select n::int, text, vector::tsvector from unnest($1::text[], $2::text[]) with ordinality as t (text, vector, n)`,
    [paragraphs.map(({ text }) => text), paragraphs.map(({ vector }) => vector)]
  )
  await stored.query('create unique index on paragraphs (n)')
  await stored.query(made(missing, paragraphs.length))
  for (const statement of rowsFromMade) await stored.query(statement)
  for (const table of guarded) await stored.query(`alter table ${table} enable trigger user`)
  await stored.query('commit')
  await stored.query('vacuum analyze published_articles')
  await stored.query('analyze')
}

/** Ids in the form of UUIDv7; times over ten years. */
const made = (missing: number, paragraphs: number): string => `
  create temp table made on commit drop as
  select h.n, h.title, h.summary, h.keywords, h.vector::tsvector || body.vector as search, body.html,
         overlay(overlay(h.seed::text placing '7' from 15) placing '8' from 20)::uuid as id,
         (array['${kinds.join("','")}'])[1 + h.n % ${kinds.length}] as kind,
         (array(select slug from columns where parent is not null order by position, slug))[
           1 + h.n % (select count(*)::int from columns where parent is not null)] as column_slug,
         (array(select id from offices order by id))[1 + h.n % (select count(*)::int from offices)] as office_id,
         (select id from people order by id limit 1) as author_id,
         (timestamptz '2015-01-01 00:00Z' + h.n * interval '87 minutes')::timestamptz(3) as at
  from heads h cross join lateral (
    select string_agg('<p>' || p.text || '</p>', '' order by i) as html,
           string_agg(p.vector::text, ' ')::tsvector as vector
    from generate_series(1, ${paragraphsEach}) i
    join paragraphs p on p.n = 1 + (hashint4(h.n * ${paragraphsEach} + i + ${missing}) & 1073741823) % ${paragraphs}) body`

const serial = `(select coalesce(max(serial), 0) from index_numbers where year = 2014) + n`

const rowsFromMade = [
  `insert into articles (id, kind, office_id, state, index_number, touched_at, demo)
   select id, kind, office_id, 'published', '111111111111111111/2014-' || lpad((${serial})::text, 7, '0'), at, false
   from made`,
  `insert into article_versions (article_id, version, round, content, author_id, saved_at, submitted_at)
   select id, 1, 1, '{}'::jsonb, author_id, at, at from made`,
  `insert into article_approvals (article_id, version, approved_at) select id, 1, at from made`,
  `insert into article_editions (article_id, edition, version, title, html, published_at)
   select id, 1, 1, title, html, at from made`,
  `insert into published_articles (
     article_id, version, edition, first_edition, kind, column_slug, office_id, index_number, title, summary, html, facts,
     keywords, interprets, files, minutes, published_at, search, demo)
   select id, 1, 1, 1, kind, column_slug, office_id, '111111111111111111/2014-' || lpad((${serial})::text, 7, '0'), title,
          summary, html,
          '{"source":null,"writtenOn":null,"effectiveOn":null,"expiresOn":null,"validityNote":null,"picture":null,"attachments":[]}',
          string_to_array(keywords, ' '), '{}', '{}', 4, at, search, false
   from made`,
  `insert into library_changes (seq, token, subject, at)
   select (select coalesce(max(seq), 0) from library_changes) + n, lpad(to_hex(n), 8, '0'), id::text, at from made`,
  `insert into index_numbers (year, serial) select 2014, count(*) from made
   on conflict (year) do update set serial = index_numbers.serial + excluded.serial`
]
