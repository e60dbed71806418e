/** The feed from which phones keep their library: what changed, in the order in which it became visible. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { LibraryChanges } from '#contract/articles.ts'
import { clock } from '../core/clock.ts'
import type { Db, Trx } from '../core/db.ts'
import { columnTree } from './columns.ts'
import { findArticles } from './published.ts'

/** Held from the giving out of a number until the commit, so that numbers become visible in their order. */
const feedLock = 0x66656564

/** So many changes at once. */
const pageLength = 100

/** What stands in the feed where the columns changed. */
export const columnsChanged = 'columns'

/** Notes that articles (their ids), or the columns, changed. Call it last in a transaction: others wait for its end. */
export async function noteChanges(trx: Trx, subjects: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${feedLock})`.execute(trx)
  for (const subject of subjects)
    await sql`
      insert into library_changes (seq, token, subject, at)
      select coalesce(max(seq), 0) + 1, ${randomBytes(4).toString('hex')}, ${subject}, ${clock.now().toISOString()}
      from library_changes`.execute(trx)
}

const beginning = '0-00000000'

/** Whether a mark was given out by this library; a restored backup doesn't know those given out after it was taken. */
async function isKnown(db: Db, seq: number, token: string): Promise<boolean> {
  if (seq === 0) return true
  const { rows } = await sql`select from library_changes where seq = ${seq} and token = ${token}`.execute(db)
  return rows.length > 0
}

interface ChangeRow {
  readonly seq: number
  readonly token: string
  readonly subject: string
}

/** Only what stands last for each article is told: what it was in between is nobody's concern any more. */
async function changesAfter(db: Db, seq: number): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select c.seq, c.token, c.subject from library_changes c
    where c.seq > ${seq} and not exists (
      select from library_changes later where later.subject = c.subject and later.seq > c.seq)
    order by c.seq limit ${pageLength + 1}`.execute(db)
  return rows
}

/** What changed after `since` (nothing: from the beginning). */
export async function libraryChanges(db: Db, since = beginning): Promise<LibraryChanges> {
  const [seq = '0', token = ''] = since.split('-')
  const reset = !(await isKnown(db, Number(seq), token))
  const rows = await changesAfter(db, reset ? 0 : Number(seq))
  const told = rows.slice(0, pageLength)
  const ids = told.map(({ subject }) => subject).filter((subject) => subject !== columnsChanged)
  const there = new Map((await findArticles(db, ids)).map((article) => [article.id, article]))
  const last = told.at(-1)
  const first = reset || seq === '0'
  return {
    reset,
    articles: ids.flatMap((id) => there.get(id) ?? []),
    gone: first ? [] : ids.filter((id) => !there.has(id)),
    columns: first || told.some(({ subject }) => subject === columnsChanged) ? await columnTree(db) : null,
    next: last ? `${last.seq}-${last.token}` : reset ? beginning : since,
    more: rows.length > pageLength
  }
}
