/** The citizen's app in the browser: takes over the page that the server rendered, or draws it itself. */
import { createSSRApp } from 'vue'
import { createWebHistory } from 'vue-router'
import type { PageData } from '#contract/pages.ts'
import App from './App.vue'
import { pageDataKey } from './core/page-data.ts'
import { keepsAnything } from './core/kept-mark.ts'
import { applyView } from './core/settings.ts'
import { announcePages, createCitizenRouter, followLinks } from './router.ts'

applyView()

const carried = document.getElementById('page-data')?.textContent
const data = (carried === undefined ? {} : JSON.parse(carried)) as PageData
// while the server's page stands and the app could not take it over, it is better than any other
let drawn = false
const router = createCitizenRouter(createWebHistory(), async (error) => {
  if (!drawn) throw error
  return (await import('./core/no-network-page.ts')).page
})
router.onError((_error, to) => {
  if (to.path !== location.pathname) location.assign(to.fullPath)
})
const { page } = router.resolve(location.pathname).meta
// at an address of the app that nothing stands at, the server put its page for that: the app draws its own
const rendered = carried !== undefined && (page === undefined || page in data)
const app = createSSRApp(App)
// in an empty place it draws, in a filled one it takes over
if (!rendered) document.getElementById('app')?.replaceChildren()
drawn = !rendered
app.use(router).provide(pageDataKey, data)
announcePages(router)

/** So long after the page stands the reader has what he came for, and nothing of his waits behind the library. */
const libraryAfterMs = 8000

void router.isReady().then(() => {
  app.mount('#app')
  drawn = true
  followLinks(router)
  // what the first page doesn't need waits until it stands
  const later = () => {
    if (keepsAnything()) void import('./core/sending.ts').then(({ sendWhenPossible }) => sendWhenPossible())
    setTimeout(() => {
      void import('./core/library-update.ts').then(({ keepLibraryCurrent }) => keepLibraryCurrent())
    }, libraryAfterMs)
    if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
    // on a first visit there is no earlier version to change from
    if (navigator.serviceWorker.controller === null) void navigator.serviceWorker.register('/sw.js')
    else void import('./core/versions.ts').then(({ watchVersions }) => watchVersions())
  }
  if ('requestIdleCallback' in globalThis) requestIdleCallback(later, { timeout: 3000 })
  else setTimeout(later, 1000)
})
