/** Wires the capabilities' pages to the addresses of the contract, in both languages. */
import { type Component, nextTick } from 'vue'
import { createRouter, type Router, type RouteRecordRaw, type RouterHistory } from 'vue-router'
import { languages, type PageName, pages } from '#contract/pages.ts'
import { languageOf } from './core/addresses.ts'
import { shellWords } from './core/shell-words.ts'
import type { WordSet } from './core/words.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** whose title the page bears */
    page?: PageName
    /** the words that must be there before the page is shown */
    words?: Words
  }
}

type Words = () => Promise<Pick<WordSet<unknown>, 'load'>>

/** A page and its words, out of what is fetched together. */
function from<Name extends string>(
  load: () => Promise<Record<Name, Component> & { readonly words: Awaited<ReturnType<Words>> }>,
  name: Name
): View {
  return { component: async () => (await load())[name], meta: { words: async () => (await load()).words } }
}

const letters = () => import('./letters/pages.ts')
const board = () => import('./board/pages.ts')
const answers = () => import('./answers/pages.ts')
const articles = () => import('./articles/pages.ts')
const glossary = () => import('./glossary/pages.ts')
const openDays = () => import('./open-days/pages.ts')
const readingPlaces = () => import('./reading-places/pages.ts')
const me = () => import('./me/pages.ts')

interface View {
  readonly component: () => Promise<Component>
  readonly meta?: { readonly words: Words }
}

/** Every page is fetched when it is opened; the one that the server rendered is named in its head, and comes with the app. */
const views: Record<PageName, View> = {
  home: { component: () => import('./home/ReadHome.vue') },
  writeLetter: from(() => import('./letters/write-page.ts'), 'page'),
  findLetter: from(() => import('./letters/find-page.ts'), 'page'),
  receipt: from(letters, 'ReadReceipt'),
  letter: from(letters, 'ReadLetter'),
  ownData: from(() => import('./letters/own-data-page.ts'), 'page'),
  board: from(board, 'ReadBoard'),
  boardItem: from(board, 'ReadBoardItem'),
  figures: from(board, 'ReadFigures'),
  answers: from(answers, 'ReadAnswers'),
  answer: from(answers, 'ReadAnswer'),
  reading: from(articles, 'ReadColumns'),
  column: from(articles, 'ReadColumn'),
  article: from(() => import('./articles/article-page.ts'), 'page'),
  earlier: from(() => import('./articles/earlier-page.ts'), 'page'),
  catalogue: from(articles, 'ReadCatalogue'),
  search: from(articles, 'SearchArticles'),
  glossary: from(glossary, 'ReadGlossary'),
  term: from(glossary, 'ReadTerm'),
  openDays: from(openDays, 'ReadOpenDays'),
  openDay: from(openDays, 'ReadOpenDay'),
  bookSlot: from(() => import('./open-days/book-page.ts'), 'page'),
  booking: from(() => import('./open-days/booking-page.ts'), 'page'),
  readingPlaces: from(readingPlaces, 'ReadReadingPlaces'),
  library: from(() => import('./library/pages.ts'), 'page'),
  me: from(me, 'ReadMe'),
  privacy: from(me, 'ReadPrivacy')
}

/** What is shown in the place of a page that can't be fetched; throws the error on where something better stands. */
type Instead = (error: unknown) => Promise<Component>

function routes(instead: Instead): RouteRecordRaw[] {
  const all: RouteRecordRaw[] = []
  for (const page of Object.keys(pages) as PageName[])
    for (const language of languages) {
      const { path } = pages[page]
      const { component, meta } = views[page]
      all.push({
        path: language === 'en' ? `/en${path}` : path,
        component: () => component().catch(instead),
        meta: { ...meta, page }
      })
    }
  all.push({ path: '/:rest(.*)*', ...from(() => import('./core/not-found-page.ts'), 'page') })
  return all
}

/** The title of the page that is open, as the window shows it. */
export function titleOf(route: { path: string; meta: { page?: PageName } }): string {
  const words = shellWords.in(languageOf(route.path))
  const title = words.titles[route.meta.page ?? 'notFound']
  return route.meta.page === 'home' ? title : `${title} - ${words.product}`
}

export function createCitizenRouter(history: RouterHistory, instead: Instead): Router {
  const router = createRouter({
    history,
    routes: routes(instead),
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash === '' ? { top: 0 } : { el: to.hash })
  })
  router.beforeResolve(async (to) => {
    const language = languageOf(to.path)
    const load = async () => await (await to.meta.words?.())?.load(language)
    await Promise.all([shellWords.load(language), load()]).catch(instead)
  })
  return router
}

/** A link in what the app did not draw itself (a still part, the text of an article) opens in the app too. */
export function followLinks(router: Router): void {
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.hash !== '') return
    const to = router.resolve(link.pathname + link.search)
    if (to.meta.page === undefined || link.target !== '' || link.hasAttribute('download')) return
    event.preventDefault()
    void router.push(to)
  })
}

/** In the browser: the window's title, the page's language, and focus at the new page's title. */
export function announcePages(router: Router): void {
  router.afterEach((to, from, failure) => {
    if (failure !== undefined) return
    document.title = titleOf(to)
    document.documentElement.lang = languageOf(to.path) === 'en' ? 'en' : 'zh-CN'
    // the first page keeps the focus where the browser put it
    if (from.matched.length > 0 && to.path !== from.path)
      void nextTick(() => document.getElementById('page-title')?.focus({ preventScroll: true }))
  })
}
