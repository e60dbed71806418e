/**
 * The judgement of crash:app: what was acknowledged against what is there, asked over HTTP and in SQL of its own.
 * Nothing of the program is imported: what a whole letter is, is said here once more.
 */
import { Client, type ClientConfig } from 'pg'
import { ask } from './caller.ts'
import { judgeArticles, type Newsroom } from './crash-articles.ts'
import { judgeBookings } from './crash-bookings.ts'
import type { Load } from './crash-load.ts'
import { missingFiles } from './crash-uploads.ts'

export interface Verdict {
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly half: readonly string[]
}

interface StoredLetter {
  id: string
  number: string
  title: string
  text: string
  state: string
  revision: number
  office: string | null
  hasSender: boolean
  reply: string | null
  events: { kind: string; position: number; office: string | null }[]
  drafts: string[]
  acts: string[]
}

const wholeLetters = `
  select l.id, l.number, l.title, l.text, l.state, l.revision, l.office_id as office,
         exists (select from letter_senders s where s.letter_id = l.id) as "hasSender",
         (select d.text from letter_replies r join letter_drafts d on d.letter_id = r.letter_id and d.version = r.draft_version
          where r.letter_id = l.id) as reply,
         coalesce((select json_agg(json_build_object('kind', e.kind, 'position', e.position, 'office', e.office_id) order by e.position)
                   from letter_events e where e.letter_id = l.id), '[]') as events,
         coalesce((select json_agg(d.text order by d.version) from letter_drafts d where d.letter_id = l.id), '[]') as drafts,
         coalesce((select json_agg(a.act order by a.id) from audit_events a
                   where a.subject_kind = 'letter' and a.subject_id = l.id::text and a.act <> 'letter.read'), '[]') as acts
  from letters l where not l.demo`

const stateOf = (kinds: readonly string[]): string => {
  const after: Readonly<Record<string, string>> = {
    received: 'received',
    accepted: 'accepted',
    assigned: 'assigned',
    draftBegun: 'drafting',
    returned: 'drafting',
    drafted: 'signing',
    answered: 'answered'
  }
  return after[kinds.at(-1) ?? ''] ?? 'none'
}

/** Why this letter is not whole; undefined when it is. */
const halfWritten = (letter: StoredLetter, named: boolean): string | undefined => {
  const kinds = letter.events.map(({ kind }) => kind)
  const times = (what: string): number => kinds.filter((kind) => kind === what).length
  const audited = (what: string): number => letter.acts.filter((act) => act === what).length
  if (kinds[0] !== 'received' || times('received') !== 1) return 'it has no event of its receipt'
  if (letter.events.some(({ position }, index) => position !== index + 1)) return 'its events have gaps'
  if (letter.state !== stateOf(kinds)) return `its state is ${letter.state}, its events say ${stateOf(kinds)}`
  if (letter.hasSender !== named) return named ? 'its sender is missing' : 'it has a sender that nobody wrote'
  const office = letter.events.findLast(({ kind }) => kind === 'assigned')?.office ?? null
  if (letter.office !== office) return 'its office is not the one it was assigned to'
  if ((letter.reply !== null) !== (letter.state === 'answered')) return 'reply and state do not fit'
  if (letter.revision !== kinds.length) return `its revision is ${letter.revision}`
  const pairs: [string, number][] = [
    ['letter.received', 1],
    ['letter.assign', times('assigned')],
    ['letter.draft', letter.drafts.length],
    ['letter.submit', times('drafted')],
    ['letter.sign', times('answered')]
  ]
  const wrong = pairs.find(([act, count]) => audited(act) !== count)
  return wrong ? `${wrong[0]} stands in the audit record ${audited(wrong[0])} times, not ${wrong[1]}` : undefined
}

/** Compares everything the load was told with what the database holds and the API answers. */
export const judge = async (base: string, load: Load, database: ClientConfig, newsroom: Newsroom): Promise<Verdict> => {
  const lost: string[] = []
  const doubled: string[] = []
  const half: string[] = []
  const client = new Client(database)
  await client.connect()
  const { rows } = await client.query<StoredLetter>(wholeLetters)
  lost.push(...(await missingFiles(client, load.files)))
  const articles = await judgeArticles(base, client, load.articles, newsroom)
  lost.push(...articles.lost)
  half.push(...articles.half)
  const bookings = await judgeBookings(client, load.bookings)
  lost.push(...bookings.lost)
  doubled.push(...bookings.doubled)
  half.push(...bookings.half)
  const strays = await client.query<{ what: string }>(`
    select 'letter_events' as what from letter_events e where not exists (select from letters l where l.id = e.letter_id)
    union all select 'letter_senders' from letter_senders s where not exists (select from letters l where l.id = s.letter_id)
    union all select 'audit_events ' || a.act from audit_events a where a.subject_kind = 'letter'
      and not exists (select from letters l where l.id::text = a.subject_id)`)
  await client.end()
  half.push(...strays.rows.map(({ what }) => `a row of ${what} belongs to no letter`))

  const byId = new Map(rows.map((row) => [row.id, row]))
  const byNumber = Map.groupBy(rows, ({ number }) => number)
  const byTitle = Map.groupBy(rows, ({ title }) => title)
  for (const [number, those] of byNumber)
    if (those.length > 1) doubled.push(`${number} stands on ${those.length} letters`)
  for (const [title, those] of byTitle) if (those.length > 1) doubled.push(`${title} is there ${those.length} times`)

  const named = new Map(load.sent.map(({ draft }) => [draft.title, 'contact' in draft]))
  for (const row of rows) {
    const why = halfWritten(row, named.get(row.title) ?? row.hasSender)
    if (why) half.push(`${row.number}: ${why}`)
    if (!named.has(row.title)) doubled.push(`${row.number} is there and nobody has a receipt for it`)
  }
  for (const { draft, receipt } of load.sent) {
    const those = byTitle.get(draft.title) ?? []
    const row = those.find(({ number }) => number === receipt.number)
    if (those.length === 0) lost.push(`${receipt.number} was acknowledged and is not in the database`)
    else if (!row)
      lost.push(`${receipt.number} was acknowledged and is there as ${those.map(({ number }) => number).join(', ')}`)
    else if (row.id !== draft.id) doubled.push(`${receipt.number} is not stored under the id that the phone gave it`)
    else if (row.title !== draft.title || row.text !== draft.text) lost.push(`${receipt.number} has another text`)
    const authorization = `Code ${draft.code}`
    const { status, body } = await ask(base, 'GET', `/letters/${receipt.number}`, { authorization })
    const shown = body as {
      id: string
      title: string
      thread: readonly { text: string }[]
      receivedAt: string
      due: unknown
    }
    if (status !== 200) lost.push(`${receipt.number} is answered with ${status}`)
    else if (
      shown.id !== receipt.id ||
      shown.title !== draft.title ||
      shown.thread[0]?.text !== draft.text ||
      shown.receivedAt !== receipt.receivedAt ||
      JSON.stringify(shown.due) !== JSON.stringify(receipt.due)
    ) {
      lost.push(`${receipt.number} is answered with another letter`)
    }
  }
  for (const { letterId, what, content, revision } of load.acts) {
    const row = byId.get(letterId)
    const kept = {
      assignment: row?.events.some(({ kind, office }) => kind === 'assigned' && office === content),
      draft: row?.drafts.includes(content),
      submission: row?.events.some(({ kind }) => kind === 'drafted'),
      signature: row?.reply === content
    }[what]
    if (!kept || (row?.revision ?? 0) < revision)
      lost.push(`the ${what} of ${row?.number ?? letterId} was acknowledged and is not there`)
  }
  return { lost, doubled, half }
}
