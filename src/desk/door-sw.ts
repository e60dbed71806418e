/// <reference lib="webworker" />
/**
 * The service worker of the door page alone (scope /desk/door): keeps the page and its files, so that it opens without
 * a network. Pages come from the network first; it touches nothing else of the desk and nothing of the API.
 */
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

/** A network that is slower than this is treated as none. */
const patienceMs = 3000

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

registerRoute(
  new NavigationRoute(async ({ request }) => await openPage(request), { allowlist: [/^\/desk\/door(\?|$)/] })
)

async function openPage(request: Request): Promise<Response> {
  const kept = async () => await matchPrecache('/desk/door')
  if (!navigator.onLine) return (await kept()) ?? (await fetch(request))
  const network = fetch(request)
  // a late failure after the kept page was taken is nobody's concern
  network.catch(() => undefined)
  const late = new Promise<undefined>((resolve) => {
    setTimeout(resolve, patienceMs)
  })
  try {
    return (await Promise.race([network, late])) ?? (await kept()) ?? (await network)
  } catch (error) {
    const page = await kept()
    if (page !== undefined) return page
    throw error
  }
}

// the page that registered it first may lose its network before it is loaded anew
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})
