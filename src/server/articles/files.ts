/** Pictures and attachments of articles: checked by their content when they are added, and handed out. */
import { sql } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { ArticleFile } from '#contract/articles.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { fileNameFor, type Checked } from '../core/file-types.ts'
import { problem } from '../core/problems.ts'
import type { SentFile } from '../core/route.ts'
import { checkSentFile } from '../core/sent-files.ts'
import { textsIn } from './file-text.ts'
import { secrecyMarks } from './marks.ts'

/** Under which name a file of an article is stored. */
export const storedName = (id: string): string => `${id}.file`

export interface NewFile {
  readonly staff: { readonly id: string }
  readonly articleId: string
  readonly name: string
  readonly bytes: Buffer
}

const longestName = 120

/** The name it will be handed out with, no longer than the contract allows. */
function nameOf(name: string, type: Checked['type']): string {
  const full = fileNameFor(name, type)
  const signs = [...full]
  if (signs.length <= longestName) return full
  const ending = full.slice(full.lastIndexOf('.'))
  return `${signs.slice(0, longestName - ending.length).join('')}${ending}`
}

/**
 * Adds a file to an article; the caller has checked that this person may. What it is is told by its bytes; pictures are made
 * anew. Throws `file-refused` with the reason as its rule.
 */
export async function addFile(context: Context, { staff, articleId, name, bytes }: NewFile): Promise<ArticleFile> {
  const { type, content } = await checkSentFile(bytes)
  const file: ArticleFile = { id: uuidv7(), name: nameOf(name, type), type, bytes: content.length }
  // the file before its row: a row never names what is not there
  const { sha256 } = await context.files.put(
    storedName(file.id),
    (async function* () {
      yield content
    })()
  )
  await context.db.transaction().execute(async (trx) => {
    await sql`
      insert into article_files (id, article_id, name, type, bytes, sha256, added_by, added_at)
      values (${file.id}, ${articleId}, ${file.name}, ${type}, ${file.bytes}, ${sha256}, ${staff.id},
              ${clock.now().toISOString()})`.execute(trx)
    await audit(trx, {
      actorId: staff.id,
      act: 'article.fileAdded',
      subjectKind: 'article',
      subjectId: articleId,
      details: { file: file.id, type, bytes: file.bytes, sha256: sha256.toString('hex') }
    })
  })
  return file
}

/** The files of an article, the oldest first. */
export async function articleFiles(db: Db | Trx, articleId: string): Promise<ArticleFile[]> {
  const { rows } = await sql<ArticleFile>`
    select id, name, type, bytes from article_files where article_id = ${articleId} order by added_at, id`.execute(db)
  return rows
}

/** Pictures are shown in their place, all else is only ever a download. */
const shownInPlace = /^image\/(?:jpeg|png|webp)$/

interface StoredRow {
  readonly name: string
  readonly type: Checked['type']
  readonly sha256: Buffer
}

/** What a published file is called: as the article calls it, not as it was called by whoever added it. */
async function publishedName(db: Db, articleId: string, fileId: string, type: Checked['type']): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select a ->> 'name' as name from published_articles p cross join jsonb_array_elements(p.facts -> 'attachments') a
    where p.article_id = ${articleId} and a ->> 'id' = ${fileId}`.execute(db)
  return fileNameFor(rows[0]?.name ?? '', type)
}

/**
 * Opens a file of an article for sending. `published`: only what belongs to what is public now, and with a mark by which a
 * reader's copy is asked about each time, so that a withdrawn file vanishes at once. Throws `not-found`.
 */
export async function openFile(
  { db, files }: Context,
  articleId: string,
  fileId: string,
  published: boolean
): Promise<SentFile> {
  const { rows } = await sql<StoredRow>`
    select f.name, f.type, f.sha256 from article_files f
    where f.id = ${fileId} and f.article_id = ${articleId}
      and (${!published} or exists (
        select from published_articles p where p.article_id = f.article_id and f.id = any (p.files)))`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  const file = await files.open(storedName(fileId))
  if (!file) throw new Error('a file of an article is not in its place')
  const { name, type, sha256 } = row
  return {
    ...file,
    name: published ? await publishedName(db, articleId, fileId, type) : name,
    type,
    inline: shownInPlace.test(type),
    ...(published ? { etag: `"${sha256.toString('base64url')}"` } : {})
  }
}

const mostKnown = 500
const known = new Map<string, Promise<string[]>>()

async function lookInto({ db, files }: Context, fileId: string): Promise<string[]> {
  const { rows } = await sql<StoredRow>`select name, type, sha256 from article_files where id = ${fileId}`.execute(db)
  const [row] = rows
  if (!row) throw problem('not-found')
  const stem = row.name.replace(/\.[^.]*$/, '')
  const marks = new Set(secrecyMarks(stem.replace(/[_\s-]+/g, '\n')))
  const file = await files.open(storedName(fileId))
  if (!file) throw new Error('a file of an article is not in its place')
  const bytes = Buffer.concat(await file.content.toArray())
  for (const text of textsIn(row.type, bytes)) for (const mark of secrecyMarks(text)) marks.add(mark)
  return [...marks]
}

/**
 * The marks of secrecy in a file's name and text. Pictures and scanned pages are not read, and of a PDF and of Office files
 * of before 2007 only what stands in them as plain text: that nothing is found says nothing of them.
 */
export async function marksInFile(context: Context, fileId: string): Promise<string[]> {
  const found = known.get(fileId) ?? lookInto(context, fileId)
  // a file never changes: it is looked into once
  known.delete(fileId)
  known.set(fileId, found)
  const [oldest] = known.keys()
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  return await found.catch((error: unknown) => {
    known.delete(fileId)
    throw error
  })
}
