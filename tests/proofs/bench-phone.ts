/** The phone's figures: home on a first and on a second visit, what a form adds, what is kept for opening offline. */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib'
import type { Browser } from '@playwright/test'
import { captureAnswer, serveBare, type BareAnswer } from './bare-http.ts'
import { kilobytes, median, seconds, type Figure } from './bench-table.ts'
import { auditPage } from './lighthouse.ts'
import { freshPhone, openChromium, type Loaded, type Visit } from './phone-visit.ts'
import { throttleWorkers } from './phone-workers.ts'
import { cleanUp, freePort, startServer } from './server.ts'

const rounds = 5

const bytesOf = ({ body }: BareAnswer): Buffer => Buffer.from(body, 'base64')
const packed = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length
const isBrotli = ({ headers }: BareAnswer): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === 'content-encoding' && value === 'br')
const read = (answer: BareAnswer): Buffer =>
  isBrotli(answer) ? brotliDecompressSync(bytesOf(answer)) : bytesOf(answer)

/** One visit's bytes by what they are, as the server sends them to a browser that takes brotli. */
async function weigh(base: string, loaded: readonly Loaded[]) {
  const weights = { scriptBrotli: 0, scriptGzip: 0, styleGzip: 0, scripts: 0, sheets: 0 }
  for (const { path, type } of loaded) {
    const answer = await captureAnswer(`${base}${path}`)
    if (type === 'Script') {
      weights.scripts += 1
      weights.scriptBrotli += bytesOf(answer).length
      weights.scriptGzip += packed(read(answer))
    } else if (type === 'Stylesheet') {
      weights.sheets += 1
      weights.styleGzip += packed(read(answer))
    } else if (type === 'Document') {
      const inlined = [
        ...read(answer)
          .toString('utf8')
          .matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)
      ].map(([, css]) => css)
      if (inlined.length > 0) weights.styleGzip += packed(inlined.join(''))
    }
  }
  return weights
}

const withBody = (
  answer: BareAnswer,
  body: Buffer,
  changed: Readonly<Record<string, string | undefined>>
): BareAnswer => ({
  status: answer.status,
  headers: [
    ...answer.headers.filter(([name]) => !(name.toLowerCase() in changed) && name.toLowerCase() !== 'content-length'),
    ...Object.entries(changed).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]]
    ),
    ['content-length', String(body.length)]
  ],
  body: body.toString('base64')
})

/** The same page without its scripts, on node:http: how early this page can be painted at all. */
function withoutScript(page: BareAnswer): BareAnswer {
  const html = read(page)
    .toString('utf8')
    .replace(/<script[^>]*\bsrc="[^"]*"[^>]*><\/script>/g, '')
    .replace(/<link rel="modulepreload"[^>]*>/g, '')
  return withBody(page, brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }), {
    'content-encoding': 'br'
  })
}

/** As many bytes in as many answers, all asked for by the first one, that are nothing: how long the network alone takes. */
async function bareBytes(base: string, loaded: readonly Loaded[]): Promise<Record<string, BareAnswer>> {
  const answers: Record<string, BareAnswer> = {}
  const rest = loaded.filter(({ type }) => type !== 'Document')
  for (const [position, { path }] of rest.entries()) {
    const answer = await captureAnswer(`${base}${path}`)
    answers[`/bytes/${position}`] = withBody(answer, randomBytes(bytesOf(answer).length), {
      'content-encoding': undefined,
      'content-type': 'application/octet-stream'
    })
  }
  const page = await captureAnswer(`${base}/`)
  const links = rest.map((_, position) => `<link rel="preload" as="fetch" crossorigin href="/bytes/${position}">`)
  const head = `<!doctype html>${links.join('')}<!--`
  const length = Math.max(0, bytesOf(page).length - head.length - 3)
  const filler = randomBytes(length).toString('base64url').slice(0, length)
  answers['/'] = withBody(page, Buffer.from(`${head}${filler}-->`), { 'content-encoding': undefined })
  return answers
}

async function visits(browser: Browser, url: string): Promise<Visit[]> {
  const seen: Visit[] = []
  for (let round = 0; round < rounds; round += 1) {
    const phone = await freshPhone(browser, { serviceWorkers: 'block' })
    seen.push((await phone.visit(url, 1000)).visit)
    await phone.context.close()
  }
  return seen
}

interface HomeVisits {
  readonly first: readonly Visit[]
  readonly second: readonly Visit[]
  /** raw bytes of what the service worker keeps */
  readonly precache: number
}

/** Home as a phone sees it for the first time and, its service worker at work, again. */
async function visitHome(browser: Browser, port: number, url: string): Promise<HomeVisits> {
  const first: Visit[] = []
  const second: Visit[] = []
  let precache = 0
  for (let round = 0; round < rounds; round += 1) {
    const phone = await freshPhone(browser)
    const { page, visit } = await phone.visit(url)
    first.push(visit)
    precache = await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      let bytes = 0
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const kept of await cache.matchAll()) bytes += (await kept.blob()).size
      }
      return bytes
    })
    await page.close()
    const throttled = await throttleWorkers(port)
    if (throttled.workers === 0) throw new Error('no service worker runs after the first visit')
    const again = await phone.visit(url, 2000)
    if (!again.visit.loaded.some(({ fromServiceWorker }) => fromServiceWorker)) {
      throw new Error('the second visit did not come through the service worker')
    }
    second.push(again.visit)
    throttled.close()
    await phone.context.close()
  }
  return { first, second, precache }
}

/** The article that a first visit is measured on: a document, the newest one. */
async function articleAddress(base: string): Promise<string> {
  const answer = await fetch(`${base}/api/articles?kind=policy`)
  const { articles } = (await answer.json()) as { articles: readonly { id: string }[] }
  const [first] = articles
  if (!first) throw new Error('the demonstration has no document')
  return `${base}/articles/${first.id}`
}

/** Lighthouse's marks of a page, the middle of three audits: performance is judged by times, so it fails nothing; the other three do. */
async function audited(name: string, url: string): Promise<Figure[]> {
  const audits = [await auditPage(url), await auditPage(url), await auditPage(url)]
  const wanted = [98, 100, 100, 100]
  const marks = wanted.map((_, position) => median(audits.map((audit) => audit.marks[position]!)))
  const faults = new Set(audits.flatMap((audit) => audit.faults))
  return [
    {
      what: `Lighthouse, ${name}`,
      figure: marks.join(' / '),
      wanted: `≥ ${wanted.join(' / ')}`,
      met: marks.every((mark, position) => mark >= wanted[position]!),
      gate: marks.some((mark, position) => position > 0 && mark < wanted[position]!)
    },
    ...[...faults].map((fault) => ({ what: `  ${fault}`, figure: '' }))
  ]
}

/** What opening the form adds to home. */
async function weighForm(browser: Browser, base: string) {
  const phone = await freshPhone(browser, { slow: false, serviceWorkers: 'block' })
  const { page, traffic } = await phone.visit(`${base}/`, 2000)
  const before = traffic.loaded().length
  await page.locator('a[href="/letters/new"]').first().click()
  await page.waitForURL('**/letters/new')
  await page.locator('form').first().waitFor()
  await wait(100)
  await traffic.silent(2000)
  const added = traffic.loaded().slice(before)
  await phone.context.close()
  return await weigh(base, added)
}

const middle = (all: readonly Visit[], part: 'firstPaint' | 'largestPaint' | 'lastByte'): number =>
  median(all.map((visit) => visit[part]))

const within = (
  what: string,
  value: number,
  limit: number,
  unit: (value: number) => string,
  gate: boolean
): Figure => ({
  what,
  figure: unit(value),
  wanted: `≤ ${unit(limit)}`,
  met: value <= limit,
  ...(gate ? { gate } : {})
})

/** All figures of the phone. */
export async function benchPhone(): Promise<readonly Figure[]> {
  const port = await freePort()
  const browser = await openChromium(port)
  try {
    const server = await startServer()
    const home = await visitHome(browser, port, `${server.base}/`)
    const loaded = home.first.at(-1)?.loaded ?? []
    const weights = await weigh(server.base, loaded)
    const form = await weighForm(browser, server.base)
    const article = await visits(browser, await articleAddress(server.base))
    const articleLoaded = article.at(-1)?.loaded ?? []
    const articleWeights = await weigh(server.base, articleLoaded)
    const bare = await serveBare(await bareBytes(server.base, loaded))
    const transfer = await visits(browser, `http://127.0.0.1:${bare.port}/`)
    await bare.close()
    const still = await serveBare({ '/': withoutScript(await captureAnswer(`${server.base}/`)) })
    const scriptless = await visits(browser, `http://127.0.0.1:${still.port}/`)
    await still.close()
    const largest = middle(home.first, 'largestPaint')
    const painted = middle(home.first, 'firstPaint')
    const floor = middle(scriptless, 'firstPaint')
    const count = (value: number) => String(value)
    return [
      within('home: JavaScript, brotli', weights.scriptBrotli, 40_000, kilobytes, true),
      within('home: CSS, gzip (inlined counts)', weights.styleGzip, 8000, kilobytes, true),
      within('home: requests', Math.max(...home.first.map((visit) => visit.loaded.length)), 6, count, true),
      within(
        'home: bytes over the wire',
        loaded.reduce((sum, { bytes }) => sum + bytes, 0),
        50_000,
        kilobytes,
        false
      ),
      ...loaded.map(({ path, type, bytes }) => ({ what: `  ${type} ${path}`, figure: kilobytes(bytes) })),
      within('home: largest paint (LCP)', largest, 800, seconds, false),
      { what: '  it is', figure: home.first.at(-1)?.largest ?? '' },
      { what: '  the same bytes, transfer alone', figure: seconds(middle(transfer, 'lastByte')) },
      { what: 'home: first paint (FCP)', figure: seconds(painted) },
      { what: '  the same page without script', figure: seconds(floor) },
      within('  ratio', painted / floor, 1.1, (value) => value.toFixed(2), false),
      within('home again, through the service worker: LCP', middle(home.second, 'largestPaint'), 600, seconds, false),
      within('article: JavaScript, brotli', articleWeights.scriptBrotli, 40_000, kilobytes, false),
      within('article: requests', Math.max(...article.map((visit) => visit.loaded.length)), 6, count, true),
      within(
        'article: bytes over the wire',
        articleLoaded.reduce((sum, { bytes }) => sum + bytes, 0),
        50_000,
        kilobytes,
        false
      ),
      within('article: largest paint (LCP)', middle(article, 'largestPaint'), 800, seconds, false),
      within('form adds: JavaScript, gzip', form.scriptGzip, 45_000, kilobytes, true),
      within('form adds: CSS, gzip', form.styleGzip, 12_000, kilobytes, true),
      { what: '  in files', figure: `${form.scripts} scripts, ${form.sheets} style sheets` },
      within('kept for opening offline, raw', home.precache, 400_000, kilobytes, true),
      ...(await audited('home', `${server.base}/`)),
      ...(await audited('article', await articleAddress(server.base))),
      ...(await audited('list', `${server.base}/catalogue`)),
      ...(await audited('form', `${server.base}/letters/new`))
    ]
  } finally {
    await browser.close()
    await cleanUp()
  }
}
