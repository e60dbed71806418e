/** Articles as the desk sees them: the queue, and all of one. */
import { sql } from 'kysely'
import {
  articleActs,
  stepPermission,
  type ActBar,
  type ArticleQueue,
  type ArticleVersionLine,
  type ChainStep,
  type DeskArticle,
  type QueuedArticle
} from '#contract/articles-desk.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import type { Queries } from '#contract/routes.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { publishedHtml } from './body-published.ts'
import { interpretationsOf } from './checks.ts'
import { articleFiles } from './files.ts'
import { articleFor, newestVersion, within, type ArticleRow } from './read.ts'
import { dueStep, refusal } from './rules.ts'
import { actorOf, situationOf, type Standing } from './situation.ts'

const because: Partial<Record<ProblemSlug, ActBar['because']>> = {
  'state-forbids': 'state',
  'same-person': 'samePerson',
  'checks-block': 'checks',
  'not-permitted': 'notPermitted'
}

async function versionLines(db: Db, id: string): Promise<ArticleVersionLine[]> {
  const { rows } = await sql<Omit<ArticleVersionLine, 'author'> & { authorId: string; author: string }>`
    select v.version, v.author_id as "authorId", p.name as author, v.saved_at as "savedAt", v.submitted_at as "submittedAt",
           e.edition as "publishedAs"
    from article_versions v join people p on p.id = v.author_id
    left join article_editions e on e.article_id = v.article_id and e.version = v.version
    where v.article_id = ${id} order by v.version desc`.execute(db)
  return rows.map(({ authorId, author, ...line }) => ({ ...line, author: { id: authorId, name: author } }))
}

async function returnOf(db: Db, id: string, version: number): Promise<DeskArticle['returned']> {
  const { rows } = await sql<NonNullable<DeskArticle['returned']>>`
    select p.name as by, r.step, r.at, r.reason from article_returns r join people p on p.id = r.by_id
    where r.article_id = ${id} and r.version = ${version}`.execute(db)
  return rows[0] ?? null
}

async function liveOf(db: Db, id: string): Promise<DeskArticle['live']> {
  const { rows } = await sql<NonNullable<DeskArticle['live']>>`
    select edition as version, coalesce(corrected_at, published_at) as "publishedAt"
    from published_articles where article_id = ${id}`.execute(db)
  return rows[0] ?? null
}

async function named(db: Db, ids: readonly string[]): Promise<DeskArticle['interprets']> {
  const { rows } = await sql<DeskArticle['interprets'][number]>`
    select a.id, v.content ->> 'title' as title, a.state from articles a
    cross join lateral (select content from article_versions v where v.article_id = a.id order by version desc limit 1) v
    where a.id = any (${ids}::uuid[]) order by a.id`.execute(db)
  return rows
}

function chainOf({ steps, signatures, ...situation }: Standing, maySign: boolean): ChainStep[] {
  const due = dueStep({ ...situation, steps })
  return steps.map((step, index) => {
    const signature = signatures[index]
    return {
      step,
      signer: signature ? { id: signature.signerId, name: signature.signer } : null,
      signedAt: signature?.signedAt ?? null,
      mine: step === due && maySign
    }
  })
}

/** All of an article, and what this reader may do. Terms are not marked in the preview: they are when it is published. */
export async function readDeskArticle(context: Context, staff: Staff, id: string): Promise<DeskArticle> {
  const { db } = context
  const article = await articleFor(db, staff, id, 'articles:read')
  const newest = await newestVersion(db, id)
  const standing = await situationOf(context, db, article, newest)
  const actor = actorOf(staff, article)
  const refused = articleActs.map((name) => ({ act: name, slug: refusal(name, standing, actor) }))
  const { content } = newest
  return {
    id,
    kind: article.kind,
    state: article.state,
    office: { id: article.officeId, name: article.office },
    indexNumber: article.indexNumber,
    version: newest.version,
    content,
    files: await articleFiles(db, id),
    author: { id: newest.authorId, name: newest.author },
    savedAt: newest.savedAt,
    chain: chainOf(
      standing,
      refused.some(({ act, slug }) => act === 'sign' && slug === undefined)
    ),
    publishAt: article.publishAt,
    returned: await returnOf(db, id, newest.version),
    checks: standing.checks,
    findings: standing.findings,
    interpretations: await named(
      db,
      (await interpretationsOf(db, id)).map((one) => one.id)
    ),
    interprets: await named(db, content.interprets),
    live: await liveOf(db, id),
    withdrawn: withdrawalOf(article),
    versions: await versionLines(db, id),
    preview: previewOf(id, content.body),
    may: refused.flatMap(({ act, slug }) => (slug === undefined ? [act] : [])),
    barred: refused.flatMap(({ act, slug }) => {
      const why = slug === undefined ? undefined : because[slug]
      return why === undefined ? [] : [{ act, because: why }]
    }),
    demo: article.demo
  }
}

/** As readers would see it, with pictures that only the desk may fetch yet. */
const previewOf = (id: string, body: string): string =>
  publishedHtml(body, { articleId: id, markTerms: (html) => html }).replaceAll(
    `/api/articles/${id}/files/`,
    `/api/desk/articles/${id}/files/`
  )

function withdrawalOf({ withdrawnAt, withdrawnBy, withdrawnReason }: ArticleRow): DeskArticle['withdrawn'] {
  if (withdrawnAt === null || withdrawnBy === null) return null
  return { by: withdrawnBy, at: withdrawnAt, reason: withdrawnReason ?? '' }
}

const pageLength = 30

/** Whose signature is due, as SQL over `articles a`, its chain `c` and its newest version `v`. */
const due = sql`case when a.state = 'inReview' then c.steps[1 + (
  select count(*) from article_signatures s where s.article_id = a.id and s.version = v.version)] end`

/** Whether the step that is due is this person's: the permission reaches it, and nothing was written or signed by them. */
function isMine(staff: Staff) {
  const cases = Object.entries(stepPermission).map(
    ([step, permission]) =>
      sql`q.due = ${step} and ${staff.grants.has(permission) ? within(staff, permission) : sql`false`}`
  )
  return sql`(${sql.join(cases, sql` or `)}) and not exists (
    select from article_versions w where w.article_id = a.id and w.round = v.round and w.author_id = ${staff.id})
    and not exists (select from article_signatures s where s.article_id = a.id and s.version = v.version
                    and s.signer_id = ${staff.id})`
}

function reachable(staff: Staff) {
  return sql`
    articles a join offices o on o.id = a.office_id join review_chains c on c.kind = a.kind
    cross join lateral (
      select v.version, v.round, v.content, v.author_id, v.saved_at from article_versions v
      where v.article_id = a.id order by v.version desc limit 1) v
    join people p on p.id = v.author_id
    cross join lateral (select ${due} as due) q
    cross join lateral (select coalesce(q.due is not null and ${isMine(staff)}, false) as mine) m
    where ${within(staff, 'articles:read')}`
}

const cursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f-]{36})$/

const tabCondition = (tab: Queries['GET /desk/articles']['tab']) => {
  if (tab === undefined) return sql`true`
  if (tab === 'mine') return sql`m.mine`
  if (tab === 'draft') return sql`a.state in ('draft', 'returned')`
  return sql`a.state = ${tab}`
}

const likely = (typed: string): string => `%${typed.trim().replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`

/** The articles within reach, those that were touched last first. Throws `bad-request` for a mark that was never given out. */
export async function readQueue(db: Db, staff: Staff, query: Queries['GET /desk/articles']): Promise<ArticleQueue> {
  const { tab, kind, search, after } = query
  const [, at, id] = after === undefined ? [] : (cursor.exec(after) ?? [])
  if (after !== undefined && at === undefined) throw problem('bad-request')
  const { rows } = await sql<QueuedArticle & { touchedAt: string }>`
    select a.id, a.kind, a.state, v.content ->> 'title' as title,
           (select name from columns where slug = v.content ->> 'column') as column, o.name as office, p.name as author,
           v.saved_at as "savedAt", q.due as step, m.mine, a.publish_at as "publishAt", a.demo, a.touched_at as "touchedAt",
           exists (select from published_articles live where live.article_id = a.id) as live
    from ${reachable(staff)} and ${tabCondition(tab)} and ${kind ? sql`a.kind = ${kind}` : sql`true`}
      and ${search ? sql`(v.content ->> 'title' ilike ${likely(search)} or a.index_number ilike ${likely(search)})` : sql`true`}
      and ${at && id ? sql`(a.touched_at, a.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by a.touched_at desc, a.id desc limit ${pageLength + 1}`.execute(db)
  const counted = await sql<ArticleQueue['counts']>`
    select count(*) filter (where m.mine)::int as mine,
           count(*) filter (where a.state in ('draft', 'returned'))::int as draft,
           count(*) filter (where a.state = 'inReview')::int as "inReview",
           count(*) filter (where a.state = 'scheduled')::int as scheduled,
           count(*) filter (where a.state = 'published')::int as published,
           count(*) filter (where a.state = 'withdrawn')::int as withdrawn
    from ${reachable(staff)}`.execute(db)
  const [counts] = counted.rows
  if (!counts) throw new Error('the database counted nothing')
  const shown = rows.slice(0, pageLength)
  const last = shown.at(-1)
  return {
    articles: shown.map(({ touchedAt: _, ...row }) => row),
    counts,
    next: rows.length > pageLength && last ? `${last.touchedAt}~${last.id}` : null
  }
}

/** Policy documents that an interpretation may explain, whatever office they are of: their titles are no secret inside. */
export async function findPolicies(db: Db, search: string | undefined) {
  const { rows } = await sql<{ id: string; title: string; documentNumber: string | null; state: DeskArticle['state'] }>`
    select a.id, v.content ->> 'title' as title, v.content ->> 'documentNumber' as "documentNumber", a.state
    from articles a
    cross join lateral (select content from article_versions v where v.article_id = a.id order by version desc limit 1) v
    where a.kind = 'policy' and a.state <> 'withdrawn'
      and ${search ? sql`(v.content ->> 'title' ilike ${likely(search)} or v.content ->> 'documentNumber' ilike ${likely(search)})` : sql`true`}
    order by a.touched_at desc, a.id desc limit 20`.execute(db)
  return rows
}
