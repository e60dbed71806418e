/** A visit by a phone: Chromium of the machine, a slow network, a slow processor, and what was loaded and when it was seen. */
import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { findChromium, howToInstallChromium } from '../chromium.ts'

/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms. */
export const slowNetwork = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8
}

export interface Loaded {
  readonly path: string
  /** as the browser calls it: Document, Script, Stylesheet, Fetch … */
  readonly type: string
  /** as they came over the wire, headers included */
  readonly bytes: number
  readonly fromServiceWorker: boolean
}

export interface Visit {
  /** milliseconds from the navigation on */
  readonly firstPaint: number
  readonly largestPaint: number
  /** what the largest piece was, to see that it is content */
  readonly largest: string
  /** when the last byte was there */
  readonly lastByte: number
  readonly loaded: readonly Loaded[]
}

export interface Phone {
  /** Opens an address and waits until nothing has been loaded for `silenceMs`. */
  readonly visit: (url: string, silenceMs?: number) => Promise<{ page: Page; visit: Visit; traffic: Traffic }>
  readonly context: BrowserContext
}

export interface Traffic {
  /** everything that the page has loaded so far */
  readonly loaded: () => Loaded[]
  /** Waits until nothing has been loaded for so long. */
  readonly silent: (ms: number) => Promise<void>
}

/** Starts Chromium; `port` opens its debugging to `throttleWorkers`. */
export async function openChromium(port: number): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(howToInstallChromium)
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      `--remote-debugging-port=${port}`
    ]
  })
}

async function listen(session: CDPSession): Promise<Traffic> {
  const open = new Map<string, { path: string; type: string; fromServiceWorker: boolean }>()
  const done: Loaded[] = []
  let last = performance.now()
  session.on('Network.requestWillBeSent', ({ requestId, request, type = 'Other' }) => {
    last = performance.now()
    if (/^https?:/.test(request.url))
      open.set(requestId, { path: new URL(request.url).pathname, type, fromServiceWorker: false })
  })
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const known = open.get(requestId)
    if (known) open.set(requestId, { ...known, fromServiceWorker: response.fromServiceWorker ?? false })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    last = performance.now()
    const known = open.get(requestId)
    if (known) done.push({ ...known, bytes: encodedDataLength })
    open.delete(requestId)
  })
  session.on('Network.loadingFailed', ({ requestId }) => {
    last = performance.now()
    open.delete(requestId)
  })
  await session.send('Network.enable')
  return {
    loaded: () => [...done],
    silent: async (ms) => {
      while (performance.now() - last < ms) await wait(100)
    }
  }
}

/** What the page itself measured. */
const paints = (page: Page) =>
  page.evaluate(async () => {
    const largest = await new Promise<LargestContentfulPaint | undefined>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1) as LargestContentfulPaint)).observe({
        type: 'largest-contentful-paint',
        buffered: true
      })
      setTimeout(() => resolve(undefined), 1000)
    })
    const loads = performance.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming)
    return {
      firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      largestPaint: largest?.startTime ?? NaN,
      largest: (largest?.element?.textContent ?? '').trim().slice(0, 24),
      lastByte: Math.max(0, ...loads.map(({ responseEnd }) => responseEnd))
    }
  })

export interface PhoneOptions {
  /** false: as fast as this machine, for counting alone */
  readonly slow?: boolean
  readonly serviceWorkers?: 'allow' | 'block'
}

/** A phone that has never seen the app. Close its context after use. */
export async function freshPhone(
  browser: Browser,
  { slow = true, serviceWorkers = 'allow' }: PhoneOptions = {}
): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers
  })
  return {
    context,
    async visit(url, silenceMs = 5000) {
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      const traffic = await listen(session)
      if (slow) {
        await session.send('Network.emulateNetworkConditions', slowNetwork)
        await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      }
      await page.goto(url, { waitUntil: 'load' })
      await traffic.silent(silenceMs)
      return { page, visit: { ...(await paints(page)), loaded: traffic.loaded() }, traffic }
    }
  }
}
