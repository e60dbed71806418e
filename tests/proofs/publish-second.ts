/**
 * publish:second. A document with its interpretation, and a correction, are approved for one second. Until the server's
 * clock shows it nobody gets a word of them, whichever way and whichever of two server processes is asked, and an address
 * is answered as one that never was; from one second behind it all of it is there on every way, once. A phone that brings
 * its library up to date meanwhile keeps nothing of it, and has it after its next contact. `--short` asks from fewer sides
 * and without the phone.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { openPool } from '#server/core/db.ts'
import { secondCluster } from './backup-places.ts'
import { closePhones } from './browser.ts'
import type { Plant } from './plant.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { openReader, watchPhone } from './publish-second-phone.ts'
import { setStage, type Stage } from './publish-second-stage.ts'
import { askFor, givenAway, plainly, waysTo, type Told, type Way } from './publish-second-ways.ts'
import { freshFolder, startServer } from './server.ts'

const plants: readonly Plant[] = [
  // what is approved goes out whatever its time
  {
    file: 'src/server/articles/schedule.ts',
    guard: 'select id from articles where publish_at <= ${now.toISOString()} order by',
    instead: "select id from articles where publish_at is not null and ${now.toISOString()} <> '' order by"
  },
  {
    file: 'src/server/articles/schedule.ts',
    guard: 'return article.publishAt <= at.toISOString() && (',
    instead: 'return ('
  },
  // a file is handed out before its article is public
  { file: 'src/server/articles/files.ts', guard: 'and (${!published} or exists (', instead: 'and (true or exists (' },
  // pages that were kept stay
  {
    file: 'src/server/articles/publish.ts',
    guard: "for (const revision of ['articles', 'home']) await touch(trx, revision)",
    instead: ''
  }
]

/** What each plant must bring to light. */
const kinds: Readonly<Record<string, RegExp>> = {
  'an article before its second': /^scheduled: GET \/api\/articles /,
  'a file before its article is approved': /^in review: GET \/api\/articles\/ID\/files/,
  'a page that was kept': /^afterwards: GET \/columns\/\w+ accept lacks/
}

type Phase = 'in review' | 'scheduled' | 'afterwards'

interface Book {
  readonly failures: Set<string>
  asked: number
  /** the newest etag of each way, as a reader's browser would keep it */
  readonly etags: Map<string, string>
}

/** One answer until the second: nothing given away, and an address unknown. */
const judgeBefore = async (
  stage: Stage,
  way: Way,
  told: Told,
  { base, phase, book }: { base: string; phase: Phase; book: Book }
): Promise<void> => {
  for (const secret of givenAway(stage, way, told)) book.failures.add(`${phase}: ${way.name} gives ${secret} away`)
  if (told.status >= 500) book.failures.add(`${phase}: ${way.name} is answered with ${told.status}`)
  if (way.unknown === undefined) {
    if (told.etag !== '') book.etags.set(way.path + JSON.stringify(way.headers), told.etag)
    return
  }
  const other = await askFor(base, { ...way, path: way.unknown })
  if (told.status !== 404 || plainly(told) !== plainly(other))
    book.failures.add(`${phase}: ${way.name} is answered with ${told.status}, otherwise than an unknown one`)
}

/** One answer behind the second, to somebody who keeps what he was told before. */
const judgeAfter = async (base: string, way: Way, book: Book): Promise<void> => {
  const kept = book.etags.get(way.path + JSON.stringify(way.headers))
  const headers = { ...way.headers, ...(kept === undefined ? {} : { 'if-none-match': kept }) }
  const told = await askFor(base, { ...way, headers })
  book.asked += 1
  const wanted = way.staysUnknown === true
  if (told.status >= 500 || (way.unknown !== undefined && (told.status === 404) !== wanted))
    book.failures.add(`afterwards: ${way.name} is answered with ${told.status}`)
  for (const shown of way.shows)
    if (!told.text.includes(shown)) book.failures.add(`afterwards: ${way.name} lacks ${shown}, with ${told.status}`)
}

/** Asks on every way, of every server, until a moment; at least once round. */
const askUntil = async (
  bases: readonly string[],
  {
    ways,
    stage,
    phase,
    book,
    end,
    lanes
  }: { ways: readonly Way[]; stage: Stage; phase: Phase; book: Book; end: number; lanes: number }
): Promise<void> => {
  let turn = 0
  const lane = async (): Promise<void> => {
    while (end === 0 ? turn < ways.length * bases.length : Date.now() < end) {
      const way = ways[turn % ways.length]!
      const base = bases[Math.floor(turn / ways.length + turn) % bases.length]!
      turn += 1
      const told = await askFor(base, way)
      book.asked += 1
      // what came at the second or behind it may tell of it already
      if (end === 0 || told.at < end - 1) {
        const other = { base, phase, book }
        if (end === 0 || Date.now() < end - 500) await judgeBefore(stage, way, told, other)
        else
          for (const secret of givenAway(stage, way, told))
            book.failures.add(`${phase}: ${way.name} gives ${secret} away`)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Whether each became public once, and how long behind its second the last one did. */
const rowsOf = async (
  url: string,
  { waiting }: Stage,
  publishAt: string
): Promise<{ failures: string[]; lateMs: number }> => {
  const pool = openPool({ connectionString: url }, { max: 1 })
  try {
    const failures: string[] = []
    const late: number[] = []
    for (const { id, what, words } of waiting) {
      const { rows } = await pool.query<{ editions: number; late: number | null; acts: number }>(
        `select count(*)::int as editions, max(extract(epoch from published_at - $3::timestamptz) * 1000)::int as late,
                (select count(*)::int from audit_events where act = 'article.published' and subject_id = $1::text) as acts
         from article_editions where article_id = $1::uuid and title like $2`,
        [id, `%${words.title}%`, publishAt]
      )
      const { editions = 0, late: behind = null, acts = 0 } = rows[0] ?? {}
      late.push(behind ?? Number.NaN)
      const due = what === 'correction' ? 2 : 1
      if (editions !== 1) failures.push(`the ${what} became public ${editions} times`)
      if (acts !== due) failures.push(`the ${what} stands in the audit record ${acts} times, not ${due}`)
      if (behind !== null && behind < 0) failures.push(`scheduled: the row of the ${what} is older than its second`)
    }
    return { failures, lateMs: Math.max(...late) }
  } finally {
    await pool.end()
  }
}

/** Until the first list of every server shows all. */
const untilShown = async (bases: readonly string[], ways: readonly Way[], end: number): Promise<void> => {
  for (const base of bases) {
    for (const way of ways.filter(({ path }) => path === '/api/articles')) {
      while (Date.now() < end) {
        const told = await askFor(base, way)
        if (way.shows.every((word) => told.text.includes(word))) break
      }
    }
  }
}

const hold = async ({ form, plant }: Question): Promise<Finding> => {
  const cluster = await secondCluster()
  try {
    const url = await cluster.makeDatabase('second')
    // without an hour of limits: one address asks all the time
    const options = { dataDir: await freshFolder(), settings: { DATABASE_URL: url }, plants: plant ? plants : [] }
    const first = await startServer(options)
    const other = await startServer(options)
    const bases = [first.base, other.base]
    const stage = await setStage(first)
    const { next } = (await (await fetch(`${first.base}/api/library/changes`)).json()) as { next: string }
    const ways = waysTo(stage, next)
    const book: Book = { failures: new Set(), asked: 0, etags: new Map() }
    const page = form === 'short' || plant ? undefined : await openReader(other.base)
    const lanes = form === 'short' ? 3 : 6
    await askUntil(bases, { ways, stage, phase: 'in review', book, end: 0, lanes })

    const second = Date.now() + (form === 'short' || plant ? 12_000 : 25_000)
    const publishAt = new Date(second).toISOString()
    await stage.approve(publishAt)
    if (Date.now() > second - 2000) throw new Error('this machine is too busy: the second came before the signatures')
    const phone = page && watchPhone(page, other.base, stage, second)
    await askUntil(bases, { ways, stage, phase: 'scheduled', book, end: second, lanes })
    // whoever asks a second later finds it; a machine that runs other proofs too is given its time
    if (form === 'short') await untilShown(bases, ways, second + 10_000)
    await wait(Math.max(0, second + 1000 - Date.now()))
    for (const base of bases) for (const way of ways) await judgeAfter(base, way, book)
    const rows = await rowsOf(url, stage, publishAt)
    const failures = [...book.failures, ...rows.failures]
    if (phone) failures.push(...phone.early, ...(await phone.afterwards()))
    return {
      figures: {
        ways: ways.length,
        'server processes': bases.length,
        'answers looked at': book.asked,
        'looks into the phone before the second': phone?.looks() ?? 'none in this form',
        'published behind the second, ms': rows.lateMs
      },
      checked: book.asked + stage.waiting.length * 3,
      failures,
      notCaught: plant
        ? Object.keys(kinds).filter((kind) => !failures.some((failure) => kinds[kind]?.test(failure)))
        : []
    }
  } finally {
    await closePhones()
    await cluster.stop()
  }
}

await prove('publish:second', hold)
