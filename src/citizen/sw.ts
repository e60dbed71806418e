/// <reference lib="webworker" />
/**
 * The service worker: keeps the app's own files, so that every page opens without a network and reads what the phone
 * keeps. Pages come from the network first, the pictures of saved articles from their cache only when the network fails.
 * It touches nothing else below /api, never /desk, and a new one takes over only when the reader says so.
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { pictureCache } from './core/picture-cache.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

/** A network that is slower than this is treated as none, as long as the shell is at hand. */
const patienceMs = 4000

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

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
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
