/** What staff do with an article: begin, write, hand in, sign, send back, withdraw. Each act is one transaction with its audit row. */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { ArticleAct, ArticleContent, ArticleState, NewArticle, ReviewStep } from '#contract/articles-desk.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import { touch } from '../core/revisions.ts'
import type { Staff } from '../core/sessions.ts'
import { cleanBody } from './body.ts'
import { checkColumn } from './columns.ts'
import { takeAway } from './publish.ts'
import { articleFor, newestVersion, type ArticleRow, type VersionRow } from './read.ts'
import { dueStep, refusal } from './rules.ts'
import { actorOf, situationOf, type Standing } from './situation.ts'

/** Who acts on which article. `at`: when, other than now. */
export interface ActOn {
  readonly staff: Staff
  readonly id: string
  readonly at?: Date | undefined
}

interface Act {
  readonly trx: Trx
  readonly article: ArticleRow
  readonly newest: VersionRow
  readonly standing: Standing
  readonly at: Date
}

const auditArticle = async (
  trx: Trx,
  act: string,
  id: string,
  actorId: string,
  details: Record<string, string | number>
) => await audit(trx, { actorId, act: `article.${act}`, subjectKind: 'article', subjectId: id, details })

/** Locks the article, asks the rules, does the work and notes it. `version`: the one that was read. */
async function act(
  context: Context,
  { staff, id, at = clock.now() }: ActOn,
  name: ArticleAct,
  version: number | undefined,
  work: (act: Act) => Promise<void>
): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const article = await articleFor(trx, staff, id, 'articles:read', true)
    const newest = await newestVersion(trx, id)
    if (version !== undefined && version !== newest.version) throw problem('changed-meanwhile')
    const standing = await situationOf(context, trx, article, newest, name === 'submit' || name === 'sign')
    const refused = refusal(name, standing, actorOf(staff, article))
    if (refused) throw problem(refused)
    await work({ trx, article, newest, standing, at })
  })
}

async function setState(
  trx: Trx,
  id: string,
  state: ArticleState,
  at: Date,
  publishAt: string | null = null
): Promise<void> {
  await sql`
    update articles set state = ${state}, publish_at = ${publishAt}, touched_at = ${at.toISOString()}
    where id = ${id}`.execute(trx)
}

const nothingWritten: Omit<ArticleContent, 'column' | 'title'> = {
  summary: '',
  body: '',
  source: null,
  documentNumber: null,
  writtenOn: null,
  validity: null,
  effectiveOn: null,
  expiresOn: null,
  validityNote: null,
  disclosure: null,
  disclosureBasis: null,
  disclosureReason: null,
  keywords: [],
  interprets: [],
  noInterpretation: null,
  attachments: [],
  correctionNote: null,
  kept: []
}

async function addVersion(
  trx: Trx,
  id: string,
  version: number,
  round: number,
  content: ArticleContent,
  by: Staff,
  at: Date
) {
  await sql`
    insert into article_versions (article_id, version, round, content, author_id, saved_at)
    values (${id}, ${version}, ${round}, ${JSON.stringify(content)}::jsonb, ${by.id}, ${at.toISOString()})`.execute(trx)
}

/**
 * Begins an article, which belongs to its author's office. Throws `column-unknown`, and `not-permitted` for somebody who
 * stands above the offices.
 */
export async function beginArticle(
  { db }: Context,
  staff: Staff,
  { kind, column, title }: NewArticle,
  { at = clock.now(), demo = false }: { readonly at?: Date; readonly demo?: boolean } = {}
): Promise<string> {
  if (staff.officeId === null) throw problem('not-permitted')
  const id = uuidv7()
  await db.transaction().execute(async (trx) => {
    await checkColumn(trx, column)
    await sql`
      insert into articles (id, kind, office_id, state, touched_at, demo)
      values (${id}, ${kind}, ${staff.officeId}, 'draft', ${at.toISOString()}, ${demo})`.execute(trx)
    await addVersion(trx, id, 1, 1, { ...nothingWritten, column, title: title.trim() }, staff, at)
    await auditArticle(trx, 'begun', id, staff.id, { kind })
  })
  return id
}

async function wasPublished(trx: Trx, id: string, version: number): Promise<boolean> {
  const { rows } = await sql`
    select from article_editions where article_id = ${id} and version = ${version}`.execute(trx)
  return rows.length > 0
}

/** What is kept of a text: allowed markup, plain strings, and only reasons for what still stands in it. */
function contentOf(content: ArticleContent): ArticleContent {
  return {
    ...content,
    title: content.title.trim(),
    summary: content.summary.trim(),
    body: cleanBody(content.body),
    keywords: [...new Set(content.keywords.map((word) => word.trim()))],
    interprets: [...new Set(content.interprets)]
  }
}

/**
 * Keeps the text as it stands: in the newest version while its author goes on with it and has not handed it in, else in a
 * new one, which voids what was signed or scheduled. The same text again changes nothing. Throws `changed-meanwhile` when
 * the newest is another than was read (`version`, `savedAt`), `column-unknown`.
 */
export async function saveDraft(
  context: Context,
  on: ActOn,
  {
    version,
    savedAt,
    content: draft
  }: { readonly version: number; readonly savedAt: string; readonly content: ArticleContent }
): Promise<void> {
  await act(context, on, 'save', undefined, async ({ trx, article, newest, at }) => {
    const content = contentOf(draft)
    if (isDeepStrictEqual(content, newest.content)) return
    if (newest.version !== version || newest.savedAt !== savedAt) throw problem('changed-meanwhile')
    await checkColumn(trx, content.column)
    const goesOn = newest.submittedAt === null && newest.authorId === on.staff.id
    if (goesOn) {
      await sql`
        update article_versions set content = ${JSON.stringify(content)}::jsonb, saved_at = ${at.toISOString()}
        where article_id = ${on.id} and version = ${newest.version}`.execute(trx)
    } else {
      const round = newest.round + ((await wasPublished(trx, on.id, newest.version)) ? 1 : 0)
      await addVersion(trx, on.id, newest.version + 1, round, content, on.staff, at)
      await auditArticle(trx, 'rewritten', on.id, on.staff.id, { version: newest.version + 1 })
    }
    if (article.state === 'scheduled') await touch(trx, 'schedule')
    await setState(trx, on.id, 'draft', at)
  })
}

/** Hands the newest version in; from now on it does not change. Throws `checks-block`. */
export async function submitArticle(context: Context, on: ActOn, version: number): Promise<void> {
  await act(context, on, 'submit', version, async ({ trx, newest, at }) => {
    if (newest.submittedAt !== null) throw problem('state-forbids')
    await sql`
      update article_versions set submitted_at = ${at.toISOString()}
      where article_id = ${on.id} and version = ${version}`.execute(trx)
    await setState(trx, on.id, 'inReview', at)
    await auditArticle(trx, 'submitted', on.id, on.staff.id, { version })
  })
}

/**
 * Signs the step that is due. The last signature approves the version and schedules it for `publishAt`, or for now.
 * Throws `same-person` for whoever wrote or signed before, `checks-block`, `changed-meanwhile` when another step is due.
 */
export async function signArticle(
  context: Context,
  on: ActOn,
  {
    version,
    step,
    publishAt
  }: { readonly version: number; readonly step: ReviewStep; readonly publishAt: string | null }
): Promise<void> {
  await act(context, on, 'sign', version, async ({ trx, standing, at }) => {
    const { signers, steps } = standing
    if (dueStep(standing) !== step) throw problem('changed-meanwhile')
    const position = signers.length + 1
    await sql`
      insert into article_signatures (article_id, version, position, step, signer_id, signed_at)
      values (${on.id}, ${version}, ${position}, ${step}, ${on.staff.id}, ${at.toISOString()})`.execute(trx)
    await auditArticle(trx, 'signed', on.id, on.staff.id, { version, step })
    if (position < steps.length) return await setState(trx, on.id, 'inReview', at)
    await sql`
      insert into article_approvals (article_id, version, approved_at)
      values (${on.id}, ${version}, ${at.toISOString()})`.execute(trx)
    const when = publishAt !== null && publishAt > at.toISOString() ? publishAt : at.toISOString()
    await setState(trx, on.id, 'scheduled', at, when)
    await auditArticle(trx, 'approved', on.id, on.staff.id, { version, publishAt: when })
    await touch(trx, 'schedule')
  })
}

async function sendBack(
  trx: Trx,
  { article, newest, at }: Act,
  by: Staff,
  step: ReviewStep,
  reason: string
): Promise<void> {
  await sql`
    insert into article_returns (article_id, version, step, by_id, at, reason)
    values (${article.id}, ${newest.version}, ${step}, ${by.id}, ${at.toISOString()}, ${reason.trim()})`.execute(trx)
  await auditArticle(trx, 'returned', article.id, by.id, { version: newest.version, step })
}

/** Sends the version back to its author; one that was scheduled does not become public. */
export async function returnArticle(context: Context, on: ActOn, version: number, reason: string): Promise<void> {
  await act(context, on, 'return', version, async (doing) => {
    const { trx, standing, at } = doing
    const step = dueStep(standing) ?? standing.steps.at(-1)
    if (!step) throw new Error('a chain without steps')
    await sendBack(trx, doing, on.staff, step, reason)
    await setState(trx, on.id, 'returned', at)
    await touch(trx, 'schedule')
  })
}

/** Takes a published article away at once, by one person alone. A version under review goes no further. */
export async function withdrawArticle(context: Context, on: ActOn, reason: string): Promise<void> {
  await act(context, on, 'withdraw', undefined, async (doing) => {
    const { trx, article, at } = doing
    const [step = 'registry'] = article.steps
    if (article.state === 'inReview' || article.state === 'scheduled')
      await sendBack(trx, doing, on.staff, step, reason)
    await sql`
      update articles set state = 'withdrawn', publish_at = null, withdrawn_at = ${at.toISOString()},
                          withdrawn_by = ${on.staff.id}, withdrawn_reason = ${reason.trim()}, touched_at = ${at.toISOString()}
      where id = ${on.id}`.execute(trx)
    await auditArticle(trx, 'withdrawn', on.id, on.staff.id, {})
    if (!(await takeAway(trx, on.id))) throw problem('state-forbids')
  })
}
