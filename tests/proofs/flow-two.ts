/**
 * flow:two. Nobody publishes alone, nobody acts twice in one chain, and what changed after its approval does not become
 * public. People who hold every role of the chain try it through every act of the API, at random; and SQL in the
 * application's role tries it past the server. What became public is judged by the rows themselves, against a table of
 * chains written here. 400, 1,200 or 6,000 acts. The plant takes the rule out of the server and the triggers out of the
 * database.
 */
import type { Client } from 'pg'
import { addPerson, ask, finish, signInAs, type Answer, type Session } from './caller.ts'
import { attacks, type Prepared, type Ready } from './flow-two-sql.ts'
import { dice, prove, type Dice, type Finding, type Question } from './proof.ts'
import { startServer } from './server.ts'
import { openStored } from './stored.ts'

const plants = [
  {
    file: 'src/server/articles/rules.ts',
    guard:
      "if (act === 'sign' && [...situation.authors, ...situation.signers].includes(actor.id)) return 'same-person'",
    instead: ''
  }
]

const unguarded = `
  alter table article_versions disable trigger user; alter table article_signatures disable trigger user;
  alter table article_approvals disable trigger user; alter table published_articles disable trigger user;
  alter table article_editions disable trigger user; alter table article_signatures drop constraint signed_once`

/** How many sign an article of each kind. Written by hand: an oracle asks nothing of the program. */
const chains: Readonly<Record<string, readonly string[]>> = {
  news: ['office', 'registry', 'secrecy'],
  dataNote: ['office', 'registry', 'secrecy'],
  notice: ['office', 'registry', 'secrecy', 'leader']
}

const everyRole = ['handler', 'officeHead', 'registryHead', 'secrecyReviewer', 'leader']

interface Stage {
  readonly base: string
  readonly people: readonly Session[]
  readonly stored: Client
}

interface Shown {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly state: string
  readonly kind: string
  readonly content: Readonly<Record<string, unknown>>
  readonly chain: readonly { readonly step: string; readonly signer: unknown }[]
}

const onArticle = async (
  { base }: Stage,
  session: Session,
  method: string,
  id: string,
  act: string,
  body?: Readonly<Record<string, unknown>>
): Promise<Answer> => await ask(base, method, `/desk/articles/${id}${act}`, { session, ...(body ? { body } : {}) })

const read = async (stage: Stage, id: string): Promise<Shown> =>
  (await onArticle(stage, stage.people[0]!, 'GET', id, '')).body as Shown

let written = 0

const begin = async (stage: Stage, session: Session, kind: string): Promise<string> => {
  written += 1
  const begun = await ask(stage.base, 'POST', '/desk/articles', {
    session,
    body: { kind, column: 'trial', title: `试用稿件 ${written}` }
  })
  if (begun.status !== 201) throw new Error(`beginning an article: ${begun.status} ${begun.text}`)
  const { id } = begun.body as Shown
  await save(stage, session, id)
  return id
}

const save = async (stage: Stage, session: Session, id: string): Promise<Answer> => {
  written += 1
  const { version, savedAt, content } = await read(stage, id)
  const text = { summary: '试用的内容概述。', body: `<p>第 ${written} 次写的正文。</p>`, disclosure: 'open' }
  const note = { correctionNote: `第 ${written} 次更正` }
  return await onArticle(stage, session, 'PUT', id, '/draft', {
    version,
    savedAt,
    content: { ...content, ...text, ...note }
  })
}

const submit = async (stage: Stage, session: Session, id: string): Promise<Answer> =>
  await onArticle(stage, session, 'POST', id, '/submission', { version: (await read(stage, id)).version })

/** Signs the step that is due; `step` says another one. */
const sign = async (
  stage: Stage,
  session: Session,
  id: string,
  options: { readonly step?: string; readonly publishAt?: string } = {}
): Promise<Answer> => {
  const { version, chain } = await read(stage, id)
  const due = chain.find(({ signer }) => signer === null)?.step ?? 'leader'
  const { step = due, publishAt = null } = options
  return await onArticle(stage, session, 'POST', id, '/signature', { version, step, publishAt })
}

const sendBack = async (stage: Stage, session: Session, id: string): Promise<Answer> =>
  await onArticle(stage, session, 'POST', id, '/return', {
    version: (await read(stage, id)).version,
    reason: '试用时退回'
  })

interface Told {
  /** answered with success, by act */
  readonly done: Map<string, number>
  refused: number
}

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString()

/** One act at random: anybody, on any article, whether or not it makes sense. */
const actAtRandom = async (stage: Stage, throws: Dice, ids: readonly string[], told: Told): Promise<void> => {
  const [session, id] = [throws.pick(stage.people), throws.pick(ids)]
  const acts = {
    save: async () => await save(stage, session, id),
    submit: async () => await submit(stage, session, id),
    sign: async () => await sign(stage, session, id),
    'sign for later': async () => await sign(stage, session, id, { publishAt: soon(throws.below(1500)) }),
    'sign another step': async () =>
      await sign(stage, session, id, { step: throws.pick(['office', 'registry', 'secrecy', 'leader']) }),
    return: async () => await sendBack(stage, session, id),
    withdraw: async () => await onArticle(stage, session, 'POST', id, '/withdrawal', { reason: '试用时撤下' })
  }
  // signatures are what it is about; what undoes them comes less often
  const name = throws.pick([
    ...(['save', 'submit', 'submit', 'sign for later', 'sign another step'] as const),
    ...Array.from({ length: 12 }, () => 'sign' as const),
    ...(throws.chance(0.1) ? (['return', 'withdraw'] as const) : [])
  ])
  const { status, text } = await acts[name]()
  if (status >= 500) throw new Error(`${name}: ${status} ${text}`)
  if (status < 300) told.done.set(name, (told.done.get(name) ?? 0) + 1)
  else told.refused += 1
}

interface Edition {
  readonly id: string
  readonly kind: string
  readonly version: number
  readonly title: string
  readonly html: string
  readonly content: { readonly title: string; readonly body: string }
  readonly savedAfterSigning: boolean
  readonly authors: readonly string[]
  readonly signers: readonly string[]
  readonly steps: readonly string[]
}

/** All that ever became public, with who wrote and signed it, as the rows say. */
const editionsIn = async (stored: Client): Promise<Edition[]> =>
  (
    await stored.query<Edition>(`
      select e.article_id as id, a.kind, e.version, e.title, e.html, v.content,
             v.saved_at > (select min(signed_at) from article_signatures s
                           where s.article_id = e.article_id and s.version = e.version) as "savedAfterSigning",
             array(select distinct w.author_id::text from article_versions w
                   where w.article_id = e.article_id and w.round = v.round and w.version <= v.version) as authors,
             array(select s.signer_id::text from article_signatures s
                   where s.article_id = e.article_id and s.version = e.version order by s.position) as signers,
             array(select s.step from article_signatures s
                   where s.article_id = e.article_id and s.version = e.version order by s.position) as steps
      from article_editions e join articles a on a.id = e.article_id and not a.demo
      join article_versions v on v.article_id = e.article_id and v.version = e.version`)
  ).rows

/** What is wrong with something that became public. */
const faultsOf = ({
  id,
  kind,
  title,
  html,
  content,
  savedAfterSigning,
  authors,
  signers,
  steps
}: Edition): string[] => {
  const found: string[] = []
  const what = `${kind} ${id}`
  if (steps.join() !== (chains[kind] ?? []).join()) found.push(`${what} is public with the signatures ${steps.join()}`)
  if (new Set(signers).size !== signers.length) found.push(`${what}: somebody signed twice`)
  if (signers.some((signer) => authors.includes(signer))) found.push(`${what}: an author signed`)
  if (new Set([...signers, ...authors]).size < 3) found.push(`${what}: fewer than three people`)
  if (title !== content.title || !html.includes(content.body.replace(/<[^>]*>/g, '')))
    found.push(`${what}: another text is public than the one that was signed`)
  if (savedAfterSigning) found.push(`${what}: changed after a signature`)
  return found
}

/** Too few people for a chain: whatever they do, nothing of it becomes public. */
const tooFew = async (stage: Stage, throws: Dice, acts: number, told: Told): Promise<string[]> => {
  const few = { ...stage, people: stage.people.slice(0, 3) }
  const ids = [await begin(few, few.people[0]!, 'notice'), await begin(few, few.people[1]!, 'news')]
  for (let n = 0; n < acts; n += 1) await actAtRandom(few, throws, ids, told)
  const { rows } = await stage.stored.query<{ id: string }>(
    `select distinct article_id as id from article_editions where article_id = any ($1::uuid[])`,
    [ids]
  )
  return rows.map(({ id }) => `three people alone published ${id}`)
}

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`it never came: ${what}`)
}

/** Brings an article so far; each act must be done. */
const prepare = async (stage: Stage, signatures: number, then?: 'return' | 'publish'): Promise<Prepared> => {
  const [author, ...others] = stage.people
  const id = await begin(stage, author!, 'notice')
  const ids = others.map(({ personId }) => personId)
  const prepared = {
    id,
    version: 1,
    author: author!.personId,
    signers: ids.slice(0, signatures),
    others: ids.slice(signatures)
  }
  const must = ({ status, text }: Answer) => {
    if (status !== 200) throw new Error(`preparing: ${status} ${text}`)
  }
  if (signatures === 0) return prepared
  must(await submit(stage, author!, id))
  const publishAt = then === 'publish' ? {} : { publishAt: soon(3_600_000) }
  for (const signer of others.slice(0, signatures)) must(await sign(stage, signer, id, publishAt))
  if (then === 'return') must(await sendBack(stage, others.at(-1)!, id))
  if (then === 'publish') await until('its publication', async () => (await read(stage, id)).state === 'published')
  return prepared
}

/** Tries each attack in the application's role and rolls it back; returns those that went through. */
const tryAttacks = async (stored: Client, ready: Ready): Promise<string[]> => {
  const through: string[] = []
  for (const [name, statements] of Object.entries(attacks)) {
    await stored.query('begin; set local role wenzheng_app')
    try {
      for (const statement of statements(ready)) await stored.query(statement)
      through.push(name)
    } catch {
      // refused, as it must be
    } finally {
      await stored.query('rollback')
    }
  }
  return through
}

const hold = async ({ form, plant, seed }: Question): Promise<Finding> => {
  const acts = { short: 400, normal: 1200, long: 6000 }[form]
  const throws = dice(seed)
  const server = await startServer({ plants: plant ? plants : [] })
  const administrator = await signInAs(server, 'admin')
  const offices = (await ask(server.base, 'GET', '/desk/offices', { session: administrator })).body as { id: string }[]
  const people: Session[] = []
  for (let n = 0; n < 5; n += 1) {
    const person = { account: `all.${n}`, roles: everyRole, officeId: offices[1]!.id }
    people.push(await finish(server.base, await addPerson(server.base, administrator, person)))
  }
  const column = { name: '试用栏目', parent: null, position: 99 }
  await ask(server.base, 'PUT', '/desk/columns/trial', { session: people[0], body: column })
  const stored = await openStored(server)
  const stage: Stage = { base: server.base, people, stored }
  try {
    const ready: Ready = {
      draft: await prepare(stage, 0),
      review: await prepare(stage, 1),
      scheduled: await prepare(stage, 4),
      returned: await prepare(stage, 4, 'return'),
      published: await prepare(stage, 4, 'publish')
    }
    if (plant) await stored.query(unguarded)
    const through = await tryAttacks(stored, ready)
    const told: Told = { done: new Map(), refused: 0 }
    const failures = through.map((name) => `in SQL: ${name}`)
    failures.push(...(await tooFew(stage, throws, Math.round(acts / 4), told)))
    const ids: string[] = []
    for (const kind of ['news', 'dataNote', 'notice', 'news', 'notice'])
      ids.push(await begin(stage, throws.pick(people), kind))
    for (let n = 0; n < acts; n += 1) await actAtRandom(stage, throws, ids, told)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const editions = await editionsIn(stored)
    failures.push(...new Set(editions.flatMap(faultsOf)))
    if (editions.length < 3) failures.push('hardly anything became public: the walk proves nothing')
    return {
      figures: {
        'attacks in SQL': Object.keys(attacks).length,
        'acts through the API': Math.round(acts * 1.25),
        'of these done': [...told.done].map(([name, times]) => `${name} ${times}`).join(', '),
        refused: told.refused,
        'became public': editions.length
      },
      checked: Object.keys(attacks).length + editions.length,
      failures,
      notCaught: plant
        ? [
            ...(through.length < 8 ? ['the database without its triggers'] : []),
            ...(failures.some((failure) => /signed twice|author signed/.test(failure))
              ? []
              : ['a server without its rule'])
          ]
        : []
    }
  } finally {
    await stored.end()
    await server.stop()
  }
}

await prove('flow:two', hold)
