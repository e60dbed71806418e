/**
 * The figures of articles by the ten thousand: search at the server, a page against the bare thing, how fast a second
 * process has a new version, what the phone's library weighs over the wire, and how long the search takes on the phone.
 */
import { request } from 'node:http'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { build } from 'vite'
import type * as Library from '../../src/citizen/core/library.ts'
import { root } from '../step.ts'
import { secondCluster } from './backup-places.ts'
import { fillArticles, wordsByFrequency } from './bench-articles.ts'
import { comparePage, comparisonLines } from './bench-server.ts'
import { kilobytes, median, whole, type Figure } from './bench-table.ts'
import { ask } from './caller.ts'
import { freshPhone, openChromium } from './phone-visit.ts'
import { openPress, prepareCorrection, publish, type Press } from './press.ts'
import { dice } from './proof.ts'
import { cleanUp, freePort, startServer, type RunningServer } from './server.ts'
import { Client } from 'pg'

const few = 5000
const many = 50_000
const onPhone = 2000
const queries = 240
const settings = { LOG_LEVEL: 'info' }

const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`

const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN

/** One answer with the bytes that it took, compressed as a browser asks for it. */
const weighed = async (url: string): Promise<{ bytes: number; ms: number; status: number }> => {
  const began = performance.now()
  return await new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': 'br, gzip' } }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => (bytes += part.length))
      answer.on('error', reject)
      answer.on('end', () => resolve({ bytes, ms: performance.now() - began, status: answer.statusCode ?? 0 }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Questions of one to three words, some of them mistyped. */
const questions = (): string[] => {
  const throws = dice(7)
  const word = wordsByFrequency(throws)
  return Array.from({ length: queries }, () => {
    const asked = Array.from({ length: 1 + throws.below(3) }, word).join('')
    return throws.chance(0.1) ? `${asked.slice(0, 1)}错${asked.slice(2)}` : asked
  })
}

const searchTimes = async (base: string): Promise<number[]> => {
  const times: number[] = []
  // the dictionary is loaded by the first question
  await weighed(`${base}/api/articles?words=${encodeURIComponent('价格')}`)
  for (const words of questions()) {
    const { ms, status } = await weighed(`${base}/api/articles?words=${encodeURIComponent(words)}`)
    if (status !== 200) throw new Error(`searching for ${words}: ${status}`)
    times.push(ms)
  }
  return times
}

interface Feed {
  readonly bytes: number
  readonly requests: number
  readonly articles: number
  readonly next: string
}

/** Reads the feed from a mark to its end. */
const readFeed = async (base: string, from?: string): Promise<Feed> => {
  let [bytes, requests, articles] = [0, 0, 0]
  let since = from
  for (;;) {
    const query = since === undefined ? '' : `?since=${since}`
    const { body } = await ask(base, 'GET', `/library/changes${query}`)
    const { next, more, articles: told } = body as { next: string; more: boolean; articles: readonly unknown[] }
    bytes += (await weighed(`${base}/api/library/changes${query}`)).bytes
    requests += 1
    articles += told.length
    since = next
    if (!more) return { bytes, requests, articles, next }
  }
}

/** From the last signature's answer until the other process shows the new version, in its answer and in its page. */
const seenElsewhere = async (press: Press, other: RunningServer): Promise<number[]> => {
  const times: number[] = []
  const id = await publish(press, { title: '全市价格走势平稳' })
  for (let round = 1; round <= 5; round += 1) {
    const title = `全市价格走势平稳，更正第 ${round} 次`
    const sign = await prepareCorrection(press, id, { title })
    await fetch(`${other.base}/articles/${id}`).then((answer) => answer.text())
    const signed = sign().then(() => performance.now())
    for (;;) {
      const page = await fetch(`${other.base}/articles/${id}`).then((answer) => answer.text())
      if (page.includes(title)) break
    }
    times.push(Math.max(0, performance.now() - (await signed)))
  }
  return times
}

/** The phone's own search as one file, to be run in a page of the app on what that page's phone keeps. */
const searchFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wenzheng-bench-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: { entry: join(root, 'src/citizen/core/library.ts'), formats: ['es'], fileName: 'library' },
      rolldownOptions: { output: { codeSplitting: false } }
    }
  })
  return readFileSync(join(folder, 'library.js'), 'utf8')
}

interface OnPhone {
  readonly articles: number
  readonly bringing: number
  readonly ready: number
  readonly times: readonly number[]
  readonly slowTimes: readonly number[]
}

/** Brings the library to a phone and looks for words in it without a network. */
const phoneSearch = async (base: string): Promise<OnPhone> => {
  const browser = await openChromium(await freePort())
  try {
    const phone = await freshPhone(browser, { slow: false, serviceWorkers: 'block' })
    const content = await searchFile()
    await phone.context.route('**/bench-library.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: content })
    )
    const { page } = await phone.visit(`${base}/privacy`, 500)
    const session = await phone.context.newCDPSession(page)
    const evaluated = async (asked: readonly string[]) =>
      await page.evaluate(async (words) => {
        const file: string = '/bench-library.js'
        const library = (await import(file)) as typeof Library
        const began = performance.now()
        if (navigator.onLine) await library.updateLibrary({ asked: true })
        const bringing = performance.now() - began
        const opened = performance.now()
        await library.prepareSearch()
        const ready = performance.now() - opened
        const times: number[] = []
        for (const one of words) {
          const start = performance.now()
          await library.searchKept(one)
          times.push(performance.now() - start)
        }
        return { articles: (await library.libraryState()).articles, bringing, ready, times }
      }, asked)
    const brought = await evaluated([])
    await phone.context.setOffline(true)
    const asked = questions()
    const { ready, times, articles } = await evaluated(asked)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const slow = await evaluated(asked.slice(0, 60))
    return { articles, bringing: brought.bringing, ready: brought.ready + ready, times, slowTimes: slow.times }
  } finally {
    await browser.close()
  }
}

const atMost = (what: string, value: number, limit: number, unit: (value: number) => string): Figure => ({
  what,
  figure: unit(value),
  wanted: `≤ ${unit(limit)}`,
  met: value <= limit
})

/** All figures of the library. */
export async function benchLibrary(): Promise<readonly Figure[]> {
  const cluster = await secondCluster()
  const address = await cluster.makeDatabase('library')
  const stored = new Client({ connectionString: address })
  await stored.connect()
  const servers: RunningServer[] = []
  try {
    const start = async (): Promise<RunningServer> => {
      const server = await startServer({ settings: { ...settings, DATABASE_URL: address } })
      servers.push(server)
      return server
    }
    const [server, other] = [await start(), await start()]
    const throws = dice(11)
    await fillArticles(stored, throws, onPhone)
    const feed = await readFeed(server.base)
    const phone = await phoneSearch(server.base)
    const press = await openPress(server)
    const seen = await seenElsewhere(press, other)
    const later = await readFeed(server.base, feed.next)
    await fillArticles(stored, throws, few)
    const before = await searchTimes(server.base)
    await fillArticles(stored, throws, many)
    const after = await searchTimes(server.base)
    const { rows } = await stored.query<{ id: string }>(
      'select article_id as id from published_articles order by published_at desc offset 100 limit 1'
    )
    const page = await comparePage(server, `/articles/${rows[0]?.id ?? ''}`)
    const [p95Before, p95After] = [percentile(before, 0.95), percentile(after, 0.95)]
    return [
      { what: 'machine, at the end', figure: `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1) ?? ''}` },
      atMost(`search over ${whole(many)}, p95 of ${queries}`, p95After, 50, milliseconds),
      { what: '  median', figure: milliseconds(median(after)) },
      { what: `  over ${whole(few)}, p95`, figure: milliseconds(p95Before) },
      atMost('  ratio', p95After / p95Before, 2, (value) => value.toFixed(2)),
      ...comparisonLines('published article', 'node:http', page),
      { what: 'a new version in the page of a second process', figure: milliseconds(median(seen)) },
      { what: '  rounds', figure: seen.map(milliseconds).join(' ') },
      atMost(`the library over the wire, ${whole(feed.articles)} texts`, feed.bytes, 3_000_000, kilobytes),
      { what: '  in requests', figure: String(feed.requests) },
      { what: '  the next time, one article corrected five times', figure: kilobytes(later.bytes) },
      { what: `  brought and kept (${whole(phone.articles)} texts)`, figure: milliseconds(phone.bringing) },
      { what: 'search on the phone, getting ready', figure: milliseconds(phone.ready) },
      atMost(`  p95 of ${queries}, without a network`, percentile(phone.times, 0.95), 100, milliseconds),
      { what: '  median', figure: milliseconds(median(phone.times)) },
      { what: '  processor 4× slower, p95 of 60', figure: milliseconds(percentile(phone.slowTimes, 0.95)) },
      { what: '  median', figure: milliseconds(median(phone.slowTimes)) }
    ]
  } finally {
    await stored.end()
    for (const server of servers) await server.stop()
    await cluster.stop()
    await cleanUp()
  }
}
