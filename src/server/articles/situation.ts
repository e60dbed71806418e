/** What the rules ask of an article, put together from its rows. */
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { checksOf, type Checks, type Stage } from './checks.ts'
import {
  authorsOf,
  isLive,
  reaches,
  signaturesOf,
  type ArticleRow,
  type SignatureRow,
  type VersionRow
} from './read.ts'
import type { Actor, Situation } from './rules.ts'

export interface Standing extends Situation, Checks {
  readonly signatures: readonly SignatureRow[]
}

const unchecked: Checks = { checks: [], findings: [] }

/**
 * All that decides over the next act. The checks look ahead to publication when the last signature is due; `looked`: false
 * where the act doesn't ask for them.
 */
export async function situationOf(
  context: Context,
  db: Db | Trx,
  article: ArticleRow,
  newest: VersionRow,
  looked = true
): Promise<Standing> {
  const signatures = article.state === 'withdrawn' ? [] : await signaturesOf(db, article.id, newest.version)
  const stage: Stage = signatures.length >= article.steps.length - 1 ? 'publish' : 'submit'
  const checked = looked ? await checksOf(context, db, article, newest.content, stage) : unchecked
  return {
    state: article.state,
    steps: article.steps,
    authors: await authorsOf(db, article.id, newest.round),
    signers: signatures.map(({ signerId }) => signerId),
    live: await isLive(db, article.id),
    blocked: checked.checks.some(({ result }) => result === 'blocks'),
    signatures,
    ...checked
  }
}

/** A member of staff before this article. */
export const actorOf = (staff: Staff, article: ArticleRow): Actor => ({
  id: staff.id,
  may: (permission) => reaches(staff, permission, article)
})
