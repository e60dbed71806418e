/** Loads the demo's columns and articles, each on the way that its state says: written, signed and published as people would. */
import type { DeskArticle } from '#contract/articles-desk.ts'
import { stepPermission, type ReviewStep } from '#contract/articles-desk.ts'
import type { Role } from '#contract/people.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Staff } from '../core/sessions.ts'
import { setColumn } from './set-column.ts'
import { demoArticles, type DemoArticle } from './demo-articles.ts'
import { demoColumns } from './demo-columns.ts'
import { beginArticle, returnArticle, saveDraft, signArticle, submitArticle } from './handle.ts'
import { publishDue, type Press } from './publish.ts'
import { lockedArticle, newestVersion } from './read.ts'

/** Who of the demo's staff has a role, at an office where it matters. */
export type Actor = (role: Role, officeKey?: string) => Promise<Staff | undefined>

interface Stage {
  readonly context: Context
  readonly press: Press
  readonly actor: Actor
  /** the ids of what was begun, by key */
  readonly ids: Map<string, string>
}

const dayMs = 86_400_000

/** When an article was published, or is to be: at ten past nine of its day, never later than now if that has passed. */
function timeOf({ daysAgo }: DemoArticle): Date {
  const day = clock.today()
  const at = new Date(Date.parse(`${day}T09:10:00+08:00`) - daysAgo * dayMs)
  return daysAgo >= 0 && at > clock.now() ? clock.now() : at
}

const needed = (staff: Staff | undefined, what: string): Staff => {
  if (!staff) throw new Error(`the demo has nobody who is ${what}`)
  return staff
}

const idOf = ({ ids }: Stage, key: string): string => {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`the demo has no article ${key}`)
  return id
}

const authorOf = async ({ actor }: Stage, { officeKey }: DemoArticle): Promise<Staff> =>
  needed((await actor('handler', officeKey)) ?? (await actor('registryClerk', officeKey)), `author at ${officeKey}`)

async function signerOf({ actor }: Stage, step: ReviewStep, { officeKey }: DemoArticle): Promise<Staff> {
  const head = await actor('officeHead', officeKey)
  // where an office has no head, the registry's head stands in, and its clerk signs for the registry
  const signers = {
    office: head ?? (await actor('registryHead')),
    registry: await actor(head ? 'registryHead' : 'registryClerk'),
    secrecy: await actor('secrecyReviewer'),
    leader: await actor('leader')
  }
  return needed(signers[step], stepPermission[step])
}

async function write(stage: Stage, demo: DemoArticle): Promise<void> {
  const { context } = stage
  const author = await authorOf(stage, demo)
  // signed days after it was written would be truer; one day is enough to see
  const at = new Date(Math.min(timeOf(demo).getTime(), clock.now().getTime()) - 3_600_000)
  const {
    key,
    kind,
    officeKey: _office,
    state: _state,
    daysAgo: _days,
    interprets,
    returnedBecause: _why,
    ...text
  } = demo
  const id = await beginArticle(context, author, { kind, column: demo.column, title: demo.title }, { at, demo: true })
  stage.ids.set(key, id)
  const { version, savedAt } = await newestVersion(context.db, id)
  const content: DeskArticle['content'] = {
    ...text,
    interprets: interprets.map((other) => idOf(stage, other)),
    attachments: [],
    correctionNote: null,
    kept: []
  }
  await saveDraft(context, { staff: author, id, at }, { version, savedAt, content })
}

async function submit(stage: Stage, demo: DemoArticle): Promise<void> {
  const staff = await authorOf(stage, demo)
  const at = new Date(Math.min(timeOf(demo).getTime(), clock.now().getTime()) - 1_800_000)
  await submitArticle(stage.context, { staff, id: idOf(stage, demo.key), at }, 1)
}

/** Lets the chain sign, or its first one only. */
async function sign(stage: Stage, demo: DemoArticle, onlyFirst = false): Promise<void> {
  const id = idOf(stage, demo.key)
  const article = await stage.context.db.transaction().execute(async (trx) => await lockedArticle(trx, id))
  const time = timeOf(demo)
  const at = new Date(Math.min(time.getTime(), clock.now().getTime()) - 600_000)
  for (const step of onlyFirst ? (article?.steps ?? []).slice(0, 1) : (article?.steps ?? [])) {
    const staff = await signerOf(stage, step, demo)
    await signArticle(stage.context, { staff, id, at }, { version: 1, step, publishAt: time.toISOString() })
  }
}

async function publish({ context, press, ...stage }: Stage, demo: DemoArticle): Promise<void> {
  const id = idOf({ context, press, ...stage }, demo.key)
  await context.db.transaction().execute(async (trx) => {
    const article = await lockedArticle(trx, id)
    if (article?.state === 'scheduled') await publishDue(trx, press, article, timeOf(demo), lockedArticle)
  })
}

async function advance(stage: Stage, demo: DemoArticle): Promise<void> {
  if (demo.state === 'draft') return
  await submit(stage, demo)
  if (demo.state === 'inReview') return await sign(stage, demo, true)
  if (demo.state === 'returned') {
    const staff = await signerOf(stage, 'office', demo)
    return await returnArticle(
      stage.context,
      { staff, id: idOf(stage, demo.key) },
      1,
      demo.returnedBecause ?? '请核对后再送'
    )
  }
  await sign(stage, demo)
}

/** Columns first; documents are signed after the interpretations that they wait for, and published before them. */
export async function loadDemoArticles(context: Context, press: Press, actor: Actor): Promise<void> {
  const stage: Stage = { context, press, actor, ids: new Map() }
  for (const [position, { slug, ...column }] of demoColumns.entries())
    await setColumn(context.db, null, slug, { ...column, position }, true)
  for (const demo of demoArticles) await write(stage, demo)
  const interpretations = demoArticles.filter(({ kind }) => kind === 'interpretation')
  const others = demoArticles.filter(({ kind }) => kind !== 'interpretation')
  for (const demo of [...interpretations, ...others]) await advance(stage, demo)
  for (const demo of [...others, ...interpretations]) if (demo.state === 'published') await publish(stage, demo)
}
