/// <reference lib="webworker" />
/**
 * The service worker: keeps the app's own files, so that forms open without a network. Pages come from the network
 * first. It never looks at /api or /desk, and a new one takes over only when the reader says so.
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

/** A network that is slower than this is treated as none, as long as the shell is at hand. */
const patienceMs = 4000

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

registerRoute(
  new NavigationRoute(async ({ request }) => openPage(request), { denylist: [/^\/api(\/|$)/, /^\/desk(\/|$)/] })
)

async function openPage(request: Request): Promise<Response> {
  const shell = () => matchPrecache('/me')
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
