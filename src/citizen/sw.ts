/// <reference lib="webworker" />
/**
 * The service worker: keeps the app's own files, so that pages open without a network and read what the phone keeps. From
 * the first visit on that is home, what is the citizen's own, and writing; the other parts are kept when there is something
 * for them to show: see `keep-app.ts`. Pages come from the network first, the pictures of saved articles from their cache only when the network fails.
 * It touches nothing else below /api, never /desk, and a new one takes over only when the reader says so.
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { pictureCache } from './core/picture-cache.ts'

declare const self: ServiceWorkerGlobalScope

interface AppFile {
  readonly url: string
  readonly revision: string | null
  /** kept when the page asks for it */
  readonly later?: true
}

/** A network that is slower than this is treated as none, as long as the shell is at hand. */
const patienceMs = 4000

const files = self.__WB_MANIFEST as AppFile[]
precacheAndRoute(files.filter(({ later }) => !later))
cleanupOutdatedCaches()

/** The parts that are kept later. Their names change with their content. */
const partsCache = 'wenzheng-parts'
const parts = files.filter(({ later }) => later).map(({ url }) => new URL(url, self.location.origin).href)
const isEnglish = (url: string): boolean => url.includes('.en-')

registerRoute(
  ({ url }) => parts.includes(url.href),
  async ({ request }) => (await caches.match(request.url, { cacheName: partsCache })) ?? (await fetch(request))
)

/** Keeps those parts that are not kept yet. Throws where one can't be had. */
async function keepParts({ english }: { english: boolean }): Promise<void> {
  const cache = await caches.open(partsCache)
  const kept = new Set((await cache.keys()).map(({ url }) => url))
  const missing = parts.filter((url) => !kept.has(url) && (english || !isEnglish(url)))
  await Promise.all(missing.map((url) => cache.add(new Request(url, { priority: 'low' }))))
}

// a new version begins with the same parts that the earlier one had, or not at all
self.addEventListener('install', (event) => {
  const takeOver = async (): Promise<void> => {
    if (!(await caches.has(partsCache))) return
    const kept = await (await caches.open(partsCache)).keys()
    await keepParts({ english: kept.some(({ url }) => isEnglish(url)) })
  }
  event.waitUntil(takeOver())
})

self.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    if (!(await caches.has(partsCache))) return
    const cache = await caches.open(partsCache)
    for (const request of await cache.keys()) if (!parts.includes(request.url)) await cache.delete(request)
  }
  event.waitUntil(tidy())
})

registerRoute(
  new NavigationRoute(async ({ request }) => openPage(request), { denylist: [/^\/api(\/|$)/, /^\/desk(\/|$)/] })
)

registerRoute(
  ({ sameOrigin, url }) => sameOrigin && /^\/api\/articles\/[0-9a-f-]{36}\/files\/[0-9a-f-]{36}$/.test(url.pathname),
  async ({ request }) => {
    try {
      return await fetch(request)
    } catch (error) {
      const kept = await caches.match(request.url, { cacheName: pictureCache })
      if (kept !== undefined) return kept
      throw error
    }
  }
)

async function openPage(request: Request): Promise<Response> {
  const shell = () => matchPrecache('/me')
  if (!navigator.onLine) return (await shell()) ?? (await fetch(request))
  const network = fetch(request)
  // a late failure after the shell was taken is nobody's concern
  network.catch(() => undefined)
  const late = new Promise<undefined>((resolve) => {
    setTimeout(resolve, patienceMs)
  })
  try {
    return (await Promise.race([network, late])) ?? (await shell()) ?? (await network)
  } catch (error) {
    const kept = await shell()
    if (kept !== undefined) return kept
    throw error
  }
}

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as { type?: string; english?: boolean } | null
  if (message?.type === 'SKIP_WAITING') void self.skipWaiting()
  // what could not be had is asked for again with the next page
  if (message?.type === 'KEEP_PARTS')
    event.waitUntil(keepParts({ english: message.english === true }).catch(() => undefined))
})
