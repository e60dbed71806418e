/** What must hold before an article goes on: looked at by the program, so that people can look at what only they can judge. */
import { sql } from 'kysely'
import type { ArticleContent, ArticleFinding, Check } from '#contract/articles-desk.ts'
import type { Context } from '../core/context.ts'
import type { Db, Trx } from '../core/db.ts'
import { findAllPersonalData } from '../core/personal-data.ts'
import { checkBody } from './body-check.ts'
import { textOf } from './body-text.ts'
import { articleFiles, marksInFile } from './files.ts'
import { secrecyMarks } from './marks.ts'
import type { ArticleRow } from './read.ts'

type Checked = Pick<ArticleRow, 'id' | 'kind'>

/** `publish`: the last signature is due, so that what goes with the article must be ready too. */
export type Stage = 'submit' | 'publish'

export interface Checks {
  readonly checks: Check[]
  readonly findings: ArticleFinding[]
}

const around = 12

/** What looks like personal data in all that will be public, each text once. */
export async function findingsIn(content: ArticleContent): Promise<ArticleFinding[]> {
  const { title, summary, source, kept } = content
  const text = [
    title,
    summary,
    source ?? '',
    textOf(content.body),
    ...content.attachments.map(({ name }) => name)
  ].join('\n')
  const reasons = new Map(kept.map((one) => [one.text, one.reason]))
  const findings = new Map<string, ArticleFinding>()
  for (const { kind, start, end } of await findAllPersonalData(text, null)) {
    const found = text.slice(start, end)
    if (findings.has(found)) continue
    const near = text.slice(Math.max(0, start - around), end + around).replace(/\s+/g, ' ')
    findings.set(found, { kind, text: found, around: near, kept: reasons.get(found) ?? null })
  }
  return [...findings.values()]
}

const check = (name: Check['name'], blocks: boolean, details: readonly string[] = []): Check => ({
  name,
  result: blocks ? 'blocks' : 'passed',
  details: [...details]
})

const found = (name: Check['name'], details: readonly string[]): Check => check(name, details.length > 0, details)

async function secrecyCheck(context: Context, content: ArticleContent): Promise<Check> {
  const { title, summary, body, attachments } = content
  const marks = secrecyMarks([title, summary, textOf(body), ...attachments.map(({ name }) => name)].join('\n'))
  for (const { file, name } of attachments)
    for (const mark of await marksInFile(context, file)) marks.push(`${name}: ${mark}`)
  return found('secrecyMarks', marks)
}

function disclosureCheck({ disclosure, disclosureBasis, disclosureReason }: ArticleContent): Check {
  if (disclosure === 'open') return check('disclosure', false)
  if (disclosure === null) return check('disclosure', true, ['undecided'])
  const explained = disclosureBasis !== null && disclosureReason !== null
  return check('disclosure', true, explained ? ['notOpen'] : ['notOpen', 'unexplained'])
}

function validityCheck(kind: ArticleRow['kind'], content: ArticleContent): Check {
  const { validity, validityNote, documentNumber, writtenOn, effectiveOn, expiresOn } = content
  const wrong: string[] = []
  if (kind === 'policy') {
    if (documentNumber === null) wrong.push('documentNumber')
    if (writtenOn === null) wrong.push('writtenOn')
    if (validity === null) wrong.push('validity')
  }
  if (validity !== null && validity !== 'inForce' && validityNote === null) wrong.push('validityNote')
  if (effectiveOn !== null && expiresOn !== null && expiresOn < effectiveOn) wrong.push('expiresOn')
  return found('validity', wrong)
}

/** The interpretations that name this document: how far each has come. */
export async function interpretationsOf(db: Db | Trx, policyId: string): Promise<{ id: string; approved: boolean }[]> {
  const { rows } = await sql<{ id: string; approved: boolean }>`
    select a.id, exists (
      select from article_approvals s where s.article_id = a.id and s.version = v.version
        and not exists (select from article_returns r where r.article_id = a.id and r.version = v.version)) as approved
    from articles a
    cross join lateral (select version, content from article_versions v where v.article_id = a.id
                        order by version desc limit 1) v
    where a.kind = 'interpretation' and a.state <> 'withdrawn' and v.content -> 'interprets' ? ${policyId}`.execute(db)
  return rows
}

/** A document comes with its interpretation or says why not (解读方案 together with the draft, 国办发〔2016〕80号). */
async function interpretationCheck(
  db: Db | Trx,
  { id, kind }: Checked,
  { noInterpretation, interprets }: ArticleContent,
  stage: Stage
): Promise<Check> {
  if (kind === 'interpretation') return check('interpretation', interprets.length === 0, [])
  if (kind !== 'policy' || noInterpretation !== null) return check('interpretation', false)
  const known = await interpretationsOf(db, id)
  const good = stage === 'publish' ? known.some(({ approved }) => approved) : known.length > 0
  return check('interpretation', !good, good ? [] : [known.length > 0 ? 'unapproved' : 'missing'])
}

async function correctionCheck(db: Db | Trx, id: string, { correctionNote }: ArticleContent): Promise<Check> {
  if (correctionNote !== null) return check('correctionNote', false)
  const { rows } = await sql`select from article_editions where article_id = ${id} limit 1`.execute(db)
  return check('correctionNote', rows.length > 0)
}

/** All checks of a text, in the order in which the desk shows them, with what looks like personal data in it. */
export async function checksOf(
  context: Context,
  db: Db | Trx,
  article: Checked,
  content: ArticleContent,
  stage: Stage
): Promise<Checks> {
  const files = new Set((await articleFiles(db, article.id)).map(({ id }) => id))
  const body = checkBody(content.body, [...files])
  const findings = await findingsIn(content)
  const undecided = findings.filter(({ kept }) => kept === null).map(({ text }) => text)
  const lost = content.attachments.filter(({ file }) => !files.has(file)).map(({ name }) => name)
  return {
    findings,
    checks: [
      check('summary', content.summary.trim() === ''),
      check('body', textOf(content.body).trim() === ''),
      found('personalData', undecided),
      await secrecyCheck(context, {
        ...content,
        attachments: content.attachments.filter(({ file }) => files.has(file))
      }),
      found('alternativeText', body.withoutAlternative),
      found('charts', body.withoutFigures),
      found('links', body.deadLinks),
      found('attachments', [...lost, ...body.missingPictures]),
      disclosureCheck(content),
      validityCheck(article.kind, content),
      await interpretationCheck(db, article, content, stage),
      await correctionCheck(db, article.id, content)
    ]
  }
}
