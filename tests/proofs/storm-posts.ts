/**
 * storm:posts. Messages to the board from 1,000 addresses behind a trusted proxy, as fast as they come, while one ordinary
 * person sends from the midst of them. What is taken without work is bounded, whatever the number of addresses; the
 * person's phone does the work and gets its number; nothing of the storm is seen on the board; the database holds what was
 * acknowledged, whole, and nothing else; the server's memory stays flat; forged addresses of an untrusted peer gain
 * nothing. 600, 3,000 or 10,000 posts. The plant takes the limits out.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { forgedHeaders, inParallel } from './abuse-guesses.ts'
import { ask, letterDraft, type Answer } from './caller.ts'
import type { Plant } from './plant.ts'
import { median, prove } from './proof.ts'
import { startServer, type RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'
import { post, postFrom, sendAsPhone, stormAddress, stormDraft } from './storm-senders.ts'

const guardOut: readonly Plant[] = [
  { file: 'src/server/core/admission.ts', guard: 'if (load <= 1) return counted', instead: 'return counted' }
]
const ofSite = 60
const perHour = 20
const settings = { TRUSTED_PROXIES: '127.0.0.1', LETTERS_OF_SITE: `${ofSite}`, LETTERS_PER_HOUR: `${perHour}` }
const forms = {
  short: { posts: 600, people: 3 },
  normal: { posts: 3000, people: 8 },
  long: { posts: 10_000, people: 15 }
}
const addresses = 1000
const atOnce = 24
/** What the server may grow by while the storm goes on, after it has warmed up. */
const growthMb = 120

const megabytesOf = ({ process }: RunningServer): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024

/** Letters of the storm as the database has them, with what each must have beside it. */
const storedOf = async (server: RunningServer): Promise<{ ids: Set<string>; half: number }> => {
  const rows = await askDatabase<{ id: string; whole: boolean }>(
    server,
    `select l.id, exists (select from letter_rounds n where n.letter_id = l.id)
              and exists (select from letter_events e where e.letter_id = l.id)
              and exists (select from audit_events a where a.subject_id = l.id::text) as whole
     from letters l where not l.demo`
  )
  return { ids: new Set(rows.map(({ id }) => id)), half: rows.filter(({ whole }) => !whole).length }
}

await prove('storm:posts', async ({ form, plant }) => {
  const { posts, people } = forms[form]
  const server = await startServer({ settings, plants: plant ? guardOut : [] })
  const { base } = server
  const failures: string[] = []
  let checked = 0
  const note = (good: boolean, what: string): void => {
    checked += 1
    if (!good) failures.push(what)
  }

  const acknowledged = new Set<string>()
  const counted: Record<number, number> = {}
  const tally = (id: string, { status }: { readonly status: number }): void => {
    counted[status] = (counted[status] ?? 0) + 1
    if (status === 201) acknowledged.add(id)
  }
  // no proxy of ours: whatever its headers say, it is one network, and over its limit while the site is not over its own
  let forged = 0
  for (let n = 0; n < perHour * 2; n += 1) {
    const draft = stormDraft(posts + n)
    if ((await postFrom('127.0.0.2', base, draft, forgedHeaders(stormAddress(n)))) !== 201) continue
    acknowledged.add(draft.id)
    forged += 1
  }
  note(forged === perHour, `an untrusted peer with forged headers got ${forged} letters in, not ${perHour}`)

  const began = Date.now()
  const memory: number[] = []
  const times: number[] = []
  const works: number[] = []
  let storming = true

  const storm = inParallel(posts, atOnce, async (n) => {
    const draft = stormDraft(n)
    tally(draft.id, await post(base, draft, { 'x-forwarded-for': stormAddress(n % addresses) }))
    if (n % Math.ceil(posts / 20) === 0) memory.push(megabytesOf(server))
  }).finally(() => (storming = false))

  /** From an address of the storm itself: neighbours behind one carrier's address. */
  const person = async (): Promise<void> => {
    // the storm has used up what is free before the first of them sends
    while (storming && acknowledged.size < ofSite + perHour) await wait(50)
    for (let n = 0; n < people; n += 1) {
      const body = letterDraft({ title: `普通人的第 ${n} 个问题` })
      const from = performance.now()
      const { answer, workMs } = await sendAsPhone(base, body, stormAddress(n))
      times.push(performance.now() - from)
      works.push(workMs)
      note(answer.status === 201, `an ordinary person is answered with ${answer.status}`)
      if (answer.status === 201) acknowledged.add(body.id)
      const again: Answer = await post(base, body, { 'x-forwarded-for': stormAddress(n) })
      note(again.status === 201, `the same letter sent again is answered with ${again.status}`)
    }
  }
  await Promise.all([storm, person()])
  const minutes = Math.floor(Date.now() / 60_000) - Math.floor(began / 60_000) + 1

  const taken = counted[201] ?? 0
  note(
    taken <= ofSite * minutes,
    `${taken} posts were taken without work in ${minutes} minutes, ${ofSite} a minute allowed`
  )
  const others = Object.entries(counted).filter(([status]) => !['201', '428', '503'].includes(status))
  note(others.length === 0, `posts were answered with ${JSON.stringify(others)}`)
  note(
    works.some((ms) => ms > 0),
    'no ordinary person was ever asked for work'
  )

  const board = await ask(base, 'GET', `/board?words=${encodeURIComponent('风暴里的')}`)
  note(board.status === 200 && !board.text.includes('风暴'), 'posts of the storm stand on the board')
  const page = await (await fetch(`${base}/board`)).text()
  note(!page.includes('风暴里的'), 'posts of the storm stand on the page of the board')

  const stored = await storedOf(server)
  const lost = [...acknowledged].filter((id) => !stored.ids.has(id))
  note(lost.length === 0, `${lost.length} acknowledged letters are not in the database`)
  note(
    stored.ids.size === acknowledged.size,
    `${stored.ids.size} letters are stored, ${acknowledged.size} acknowledged`
  )
  note(stored.half === 0, `${stored.half} letters are stored by half`)

  // the first samples are those of a server that warms up
  const settled = memory.slice(Math.ceil(memory.length / 4))
  const growth = Math.max(...settled) - (settled[0] ?? 0)
  note(growth <= growthMb, `the server grew by ${growth.toFixed(0)} MB`)

  return {
    figures: {
      'posts of the storm': `${posts} from ${addresses} addresses in ${((Date.now() - began) / 1000).toFixed(1)} s: ${JSON.stringify(counted)}`,
      'an ordinary person, work included': `${median(times).toFixed(0)} ms at the median, ${Math.max(...times).toFixed(0)} at most`,
      'of it work': `${median(works).toFixed(0)} ms at the median`,
      memory: `${settled[0]?.toFixed(0)} MB, grew by ${growth.toFixed(0)}`,
      'forged headers of an untrusted peer': `${forged} of ${perHour * 2} taken, ${perHour} allowed`
    },
    checked,
    failures
  }
})
