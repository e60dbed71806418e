/** The guards of articles that `--plant` takes out, and the trace that each must leave. */
import type { Plant } from './plant.ts'
import type { Hit } from './secret-plants.ts'

export const articlePlants: readonly Plant[] = [
  // readers get what is written, not what is published
  {
    file: 'src/server/articles/published.ts',
    guard: 'p.index_number as "indexNumber", p.title, p.summary,',
    instead: `p.index_number as "indexNumber", p.title, (
             select v.content ->> 'summary' from article_versions v where v.article_id = p.article_id
             order by v.version desc limit 1) as summary,`
  },
  // what was public before a withdrawal is read again when the article comes back
  {
    file: 'src/server/articles/published.ts',
    guard: 'e\n    join published_articles p on p.article_id = e.article_id and e.edition >= p.first_edition',
    instead: 'e\n    join published_articles p on p.article_id = e.article_id'
  },
  // a file is handed out whatever it belongs to
  {
    file: 'src/server/articles/files.ts',
    guard: 'and (${!published} or exists (',
    instead: 'and (true or exists ('
  },
  // phones are told why a version was sent back
  {
    file: 'src/server/articles/changes.ts',
    guard: 'articles: ids.flatMap((id) => there.get(id) ?? []),',
    instead: `articles: await Promise.all(ids.flatMap((id) => there.get(id) ?? []).map(async (one) => {
      const { rows } = await sql<{ reason: string }>\`select reason from article_returns where article_id = \${one.id}\`.execute(db)
      return { ...one, source: rows[0]?.reason ?? one.source }
    })),`
  },
  // pages that were kept stay when something is published or withdrawn
  {
    file: 'src/server/articles/publish.ts',
    guard: "for (const revision of ['articles', 'home']) await touch(trx, revision)",
    instead: ''
  },
  // the search knows what was only written for the bureau
  {
    file: 'src/server/articles/publish.ts',
    guard: "{ text, weight: 'C' }",
    instead: "{ text: `${text} ${content.disclosureReason ?? ''}`, weight: 'C' }"
  },
  // the audit record takes in why
  {
    file: 'src/server/articles/handle.ts',
    guard: "await auditArticle(trx, 'returned', article.id, by.id, { version: newest.version, step })",
    instead: "await auditArticle(trx, 'returned', article.id, by.id, { version: newest.version, step, reason })"
  },
  // an office reads what another one writes
  {
    file: 'src/server/articles/read.ts',
    guard: "if (scope === 'all') return sql`true`",
    instead: 'return sql`true`'
  }
]

/** Its reason is asked for by the search in every form of the proof. */
export const hiddenInSearch = 'public article: second edition, reason of its disclosure'

export const articleKinds: Readonly<Record<string, (hit: Hit) => boolean>> = {
  'what is only written, in public': ({ place, secret }) =>
    place.kind === 'public list' && secret.name === 'public article: correction beside, summary',
  'what was withdrawn, as an earlier version': ({ place, secret }) =>
    place.kind === 'public list' && secret.name.startsWith('came back: before'),
  'the file of a draft': ({ place, secret }) => place.kind === 'file' && secret.name.startsWith('draft: text, content'),
  'the reason of a return, to phones': ({ place, secret }) =>
    place.name === 'GET /api/library/changes' && secret.name.endsWith('reason of the return'),
  'an article that was withdrawn, on a kept page': ({ place, secret }) =>
    place.kind === 'page' && secret.letter === 'withdrawn article',
  'an inner reason that the search knows': ({ place }) => place.name === `articles that hold ${hiddenInSearch}`,
  'the reason of a return, in the audit record': ({ place, secret }) =>
    place.kind === 'audit' && secret.name.endsWith('reason of the return'),
  "another office's draft": ({ place, secret }) =>
    place.name === 'what a handler of the second office reads' && secret.name === 'draft: text, body'
}
