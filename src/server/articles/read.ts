/** Reading articles and their versions for the desk: within a person's scope, locked where something is about to change. */
import { sql } from 'kysely'
import type { ArticleKind } from '#contract/articles.ts'
import type { ArticleContent, ArticleState, ReviewStep } from '#contract/articles-desk.ts'
import type { Permission } from '#contract/people.ts'
import type { Db, Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'

export interface ArticleRow {
  readonly id: string
  readonly kind: ArticleKind
  readonly state: ArticleState
  readonly officeId: string
  readonly office: string
  readonly indexNumber: string | null
  readonly publishAt: string | null
  readonly withdrawnAt: string | null
  readonly withdrawnReason: string | null
  readonly withdrawnBy: string | null
  /** who signs an article of this kind, in this order */
  readonly steps: readonly ReviewStep[]
  readonly demo: boolean
}

export interface VersionRow {
  readonly version: number
  readonly round: number
  readonly content: ArticleContent
  readonly authorId: string
  readonly author: string
  readonly savedAt: string
  readonly submittedAt: string | null
}

export interface SignatureRow {
  readonly step: ReviewStep
  readonly signerId: string
  readonly signer: string
  readonly signedAt: string
}

/** Whose articles this person may see, as a condition on `articles a`. Out of scope and absent look alike. */
export function within(staff: Staff, permission: Permission) {
  const scope = staff.grants.get(permission)
  if (scope === 'all') return sql`true`
  if (scope === 'office' && staff.officeId) return sql`a.office_id = ${staff.officeId}`
  return sql`false`
}

/** Whether a permission reaches this article. */
export function reaches(staff: Staff, permission: Permission, { officeId }: Pick<ArticleRow, 'officeId'>): boolean {
  const scope = staff.grants.get(permission)
  return scope === 'all' || (scope === 'office' && staff.officeId === officeId)
}

const columns = sql`
  a.id, a.kind, a.state, a.office_id as "officeId", o.name as office, a.index_number as "indexNumber",
  a.publish_at as "publishAt", a.withdrawn_at as "withdrawnAt", a.withdrawn_reason as "withdrawnReason",
  w.name as "withdrawnBy", c.steps, a.demo`

const source = sql`
  articles a join offices o on o.id = a.office_id join review_chains c on c.kind = a.kind
  left join people w on w.id = a.withdrawn_by`

/** One article within the person's scope, locked when asked; throws `not-found`. */
export async function articleFor(
  db: Db | Trx,
  staff: Staff,
  id: string,
  permission: Permission,
  lock = false
): Promise<ArticleRow> {
  const { rows } = await sql<ArticleRow>`
    select ${columns} from ${source}
    where a.id = ${id} and ${within(staff, permission)} ${lock ? sql`for update of a` : sql``}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** One article, locked: for what the program itself does. Undefined when somebody else is at it. */
export async function lockedArticle(trx: Trx, id: string): Promise<ArticleRow | undefined> {
  const { rows } = await sql<ArticleRow>`
    select ${columns} from ${source} where a.id = ${id} for update of a skip locked`.execute(trx)
  return rows[0]
}

const versionColumns = sql`
  v.version, v.round, v.content, v.author_id as "authorId", p.name as author, v.saved_at as "savedAt",
  v.submitted_at as "submittedAt"`

/** The newest version of an article. */
export async function newestVersion(db: Db | Trx, id: string): Promise<VersionRow> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from article_versions v join people p on p.id = v.author_id
    where v.article_id = ${id} order by v.version desc limit 1`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an article without a version')
  return row
}

/** One version, or throws `not-found`. */
export async function versionOf(db: Db | Trx, id: string, version: number): Promise<VersionRow> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from article_versions v join people p on p.id = v.author_id
    where v.article_id = ${id} and v.version = ${version}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  return row
}

/** The signatures under a version, in their order. */
export async function signaturesOf(db: Db | Trx, id: string, version: number): Promise<SignatureRow[]> {
  const { rows } = await sql<SignatureRow>`
    select s.step, s.signer_id as "signerId", p.name as signer, s.signed_at as "signedAt"
    from article_signatures s join people p on p.id = s.signer_id
    where s.article_id = ${id} and s.version = ${version} order by s.position`.execute(db)
  return rows
}

/** All who wrote since a version was public last: they sign nothing of it. */
export async function authorsOf(db: Db | Trx, id: string, round: number): Promise<string[]> {
  const { rows } = await sql<{ authorId: string }>`
    select distinct author_id as "authorId" from article_versions where article_id = ${id} and round = ${round}`.execute(
    db
  )
  return rows.map(({ authorId }) => authorId)
}

/** Whether anything of the article is public now. */
export async function isLive(db: Db | Trx, id: string): Promise<boolean> {
  const { rows } = await sql`select from published_articles where article_id = ${id}`.execute(db)
  return rows.length > 0
}
