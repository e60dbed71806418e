/** Making an article public, at once or when its time has come, and taking it away. */
import { sql } from 'kysely'
import type { ArticleFile } from '#contract/articles.ts'
import type { ArticleContent } from '#contract/articles-desk.ts'
import { dayOf } from '#contract/calendar.ts'
import { audit } from '../core/audit.ts'
import type { Config } from '../core/config.ts'
import type { Trx } from '../core/db.ts'
import { touch } from '../core/revisions.ts'
import { searchVector } from '../core/search.ts'
import { publishedHtml } from './body-published.ts'
import { fileIdsIn, minutesToRead, textOf } from './body-text.ts'
import { noteChanges } from './changes.ts'
import { articleFiles } from './files.ts'
import type { ArticleFacts } from './published.ts'
import { isLive, newestVersion, type ArticleRow } from './read.ts'

/** What publishing needs besides the article: the bureau's code, and who marks the terms of the glossary in a text. */
export interface Press {
  readonly config: Pick<Config, 'bureauCode'>
  readonly markTerms: (html: string) => string
}

/** The next index number of the year in which an article becomes public; a number is never given twice. */
async function nextIndexNumber(trx: Trx, code: string, at: Date): Promise<string> {
  const year = dayOf(at).slice(0, 4)
  const { rows } = await sql<{ serial: number }>`
    insert into index_numbers (year, serial) values (${Number(year)}, 1)
    on conflict (year) do update set serial = index_numbers.serial + 1 returning serial`.execute(trx)
  return `${code}/${year}-${String(rows[0]?.serial ?? 0).padStart(5, '0')}`
}

async function nextEdition(trx: Trx, id: string): Promise<number> {
  const { rows } = await sql<{ edition: number }>`
    select coalesce(max(edition), 0)::int + 1 as edition from article_editions where article_id = ${id}`.execute(trx)
  return rows[0]?.edition ?? 1
}

const addressOf = (articleId: string, file: string): string => `/api/articles/${articleId}/files/${file}`

function factsOf(id: string, content: ArticleContent, files: readonly ArticleFile[]): ArticleFacts {
  const { source, writtenOn, effectiveOn, expiresOn, validityNote } = content
  const [picture] = fileIdsIn(content.body)
  return {
    source,
    writtenOn,
    effectiveOn,
    expiresOn,
    validityNote,
    picture: picture === undefined ? null : addressOf(id, picture),
    attachments: content.attachments.flatMap(({ file, name }) => {
      const known = files.find((one) => one.id === file)
      return known ? [{ ...known, name }] : []
    })
  }
}

/** The articles whose pages name this one. */
async function linkedTo(trx: Trx, id: string, interprets: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select article_id as id from published_articles
    where (article_id = any (${interprets}::uuid[]) or interprets @> array[${id}]::uuid[]) and article_id <> ${id}`.execute(
    trx
  )
  return rows.map((row) => row.id)
}

/** Puts the newest, approved version where everybody reads it. The database refuses what is not approved or not the newest. */
async function putOut(trx: Trx, press: Press, article: ArticleRow, at: Date): Promise<void> {
  const { id, kind, officeId } = article
  const { version, content } = await newestVersion(trx, id)
  const indexNumber = article.indexNumber ?? (await nextIndexNumber(trx, press.config.bureauCode, at))
  const html = publishedHtml(content.body, { articleId: id, markTerms: press.markTerms })
  const text = textOf(content.body)
  const edition = await nextEdition(trx, id)
  const files = await articleFiles(trx, id)
  const title = content.title.trim()
  const instant = at.toISOString()
  await sql`
    insert into article_editions (article_id, edition, version, title, html, published_at, note)
    values (${id}, ${edition}, ${version}, ${title}, ${html}, ${instant}, ${edition === 1 ? null : content.correctionNote})`.execute(
    trx
  )
  const search = await searchVector(
    [
      { text: [title, ...content.keywords].join('\n'), weight: 'A' },
      { text: [content.summary, content.documentNumber ?? ''].join('\n'), weight: 'B' },
      { text, weight: 'C' }
    ],
    `${title}\n${content.summary}`
  )
  await sql`
    insert into published_articles (
      article_id, version, edition, first_edition, kind, column_slug, office_id, index_number, title, summary, html, facts,
      document_number, validity, keywords, interprets, files, minutes, published_at, search, demo)
    values (
      ${id}, ${version}, ${edition}, ${edition}, ${kind}, ${content.column}, ${officeId}, ${indexNumber}, ${title},
      ${content.summary.trim()}, ${html}, ${JSON.stringify(factsOf(id, content, files))}::jsonb, ${content.documentNumber},
      ${content.validity}, ${content.keywords}::text[], ${content.interprets}::uuid[],
      ${[...fileIdsIn(content.body), ...content.attachments.map(({ file }) => file)]}::uuid[], ${minutesToRead(text)},
      ${instant}, ${search}::tsvector, ${article.demo})
    on conflict (article_id) do update set
      version = excluded.version, edition = excluded.edition, column_slug = excluded.column_slug, title = excluded.title,
      summary = excluded.summary, html = excluded.html, facts = excluded.facts, document_number = excluded.document_number,
      validity = excluded.validity, keywords = excluded.keywords, interprets = excluded.interprets, files = excluded.files,
      minutes = excluded.minutes, corrected_at = excluded.published_at, search = excluded.search`.execute(trx)
  await sql`
    update articles set state = 'published', publish_at = null, index_number = ${indexNumber}, touched_at = ${instant},
                        withdrawn_at = null, withdrawn_by = null, withdrawn_reason = null
    where id = ${id}`.execute(trx)
  await audit(trx, {
    actorId: null,
    act: 'article.published',
    subjectKind: 'article',
    subjectId: id,
    details: { version, edition }
  })
}

async function tellEverybody(trx: Trx, ids: readonly string[]): Promise<void> {
  for (const revision of ['articles', 'home']) await touch(trx, revision)
  await noteChanges(trx, ids)
}

/** An interpretation waits for the documents that it explains: before them it would tell what isn't public yet. */
async function waitsForDocuments(trx: Trx, interprets: readonly string[]): Promise<boolean> {
  for (const id of interprets) if (!(await isLive(trx, id))) return true
  return false
}

/** The approved interpretations of a document whose time has come. */
async function waitingInterpretations(trx: Trx, policyId: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from articles a
    cross join lateral (select content from article_versions v where v.article_id = a.id order by version desc limit 1) v
    where a.state = 'scheduled' and a.publish_at <= ${at.toISOString()} and v.content -> 'interprets' ? ${policyId}`.execute(
    trx
  )
  return rows.map(({ id }) => id)
}

/**
 * Publishes a scheduled article whose time has come, with the interpretations that waited for it. `read` locks an article.
 * Returns false where it must wait for a document.
 */
export async function publishDue(
  trx: Trx,
  press: Press,
  article: ArticleRow,
  at: Date,
  read: (trx: Trx, id: string) => Promise<ArticleRow | undefined>
): Promise<boolean> {
  const { content } = await newestVersion(trx, article.id)
  if (await waitsForDocuments(trx, content.interprets)) return false
  await putOut(trx, press, article, at)
  const out = [article.id]
  for (const id of await waitingInterpretations(trx, article.id, at)) {
    const waiting = await read(trx, id)
    if (waiting?.state !== 'scheduled') continue
    if (await waitsForDocuments(trx, (await newestVersion(trx, id)).content.interprets)) continue
    await putOut(trx, press, waiting, at)
    out.push(id)
  }
  const linked = await linkedTo(trx, article.id, content.interprets)
  await tellEverybody(trx, [...new Set([...out, ...linked])])
  return true
}

/** Takes a published article away; from now on it looks as if it had never been there. Returns whether there was one. */
export async function takeAway(trx: Trx, id: string): Promise<boolean> {
  const { rows } = await sql<{ interprets: string[] }>`
    delete from published_articles where article_id = ${id} returning interprets`.execute(trx)
  const [gone] = rows
  if (!gone) return false
  await tellEverybody(trx, [id, ...(await linkedTo(trx, id, gone.interprets))])
  return true
}
