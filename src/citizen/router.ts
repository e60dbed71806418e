/** Wires the capabilities' pages to the addresses of the contract, in both languages. */
import { nextTick } from 'vue'
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
    words?: () => Promise<Pick<WordSet<unknown>, 'load'>>
  }
}

const caseWords = async () => (await import('./core/case-words.ts')).caseWords
const letterWords = async () => (await import('./letters/words.ts')).letterWords
const readWords = async () => (await import('./letters/read-words.ts')).readWords
const answerWords = async () => (await import('./answers/words.ts')).answerWords
const articleWords = async () => (await import('./articles/words.ts')).articleWords
const articlePage = () => import('./articles/article-page.ts')
const earlierWords = async () => (await import('./articles/earlier-words.ts')).earlierWords
const glossaryWords = async () => (await import('./glossary/words.ts')).glossaryWords
const libraryWords = async () => (await import('./library/words.ts')).libraryWords
const meWords = async () => (await import('./me/words.ts')).meWords

/** Every page is fetched when it is opened; the one that the server rendered is named in its head, and comes with the app. */
const views: Record<PageName, Pick<RouteRecordRaw, 'component' | 'meta'>> = {
  home: { component: () => import('./home/ReadHome.vue') },
  writeLetter: { component: () => import('./letters/WriteLetter.vue'), meta: { words: letterWords } },
  findLetter: { component: () => import('./letters/FindLetter.vue'), meta: { words: readWords } },
  receipt: { component: () => import('./letters/ReadReceipt.vue'), meta: { words: readWords } },
  letter: { component: () => import('./letters/ReadLetter.vue'), meta: { words: readWords } },
  answers: { component: () => import('./answers/ReadAnswers.vue'), meta: { words: answerWords } },
  answer: { component: () => import('./answers/ReadAnswer.vue'), meta: { words: answerWords } },
  reading: { component: () => import('./articles/ReadColumns.vue'), meta: { words: articleWords } },
  column: { component: () => import('./articles/ReadColumn.vue'), meta: { words: articleWords } },
  article: {
    component: async () => (await articlePage()).page,
    meta: { words: async () => (await articlePage()).words }
  },
  earlier: { component: () => import('./articles/ReadEarlier.vue'), meta: { words: earlierWords } },
  catalogue: { component: () => import('./articles/ReadCatalogue.vue'), meta: { words: articleWords } },
  search: { component: () => import('./articles/SearchArticles.vue'), meta: { words: articleWords } },
  glossary: { component: () => import('./glossary/ReadGlossary.vue'), meta: { words: glossaryWords } },
  term: { component: () => import('./glossary/ReadTerm.vue'), meta: { words: glossaryWords } },
  library: { component: () => import('./library/ReadLibrary.vue'), meta: { words: libraryWords } },
  me: { component: () => import('./me/ReadMe.vue'), meta: { words: meWords } },
  privacy: { component: () => import('./me/ReadPrivacy.vue'), meta: { words: meWords } }
}

function routes(): RouteRecordRaw[] {
  const all: RouteRecordRaw[] = []
  for (const page of Object.keys(pages) as PageName[])
    for (const language of languages) {
      const { path } = pages[page]
      const { component, meta } = views[page]
      all.push({
        path: language === 'en' ? `/en${path}` : path,
        component,
        meta: { ...meta, page }
      } as RouteRecordRaw)
    }
  all.push({ path: '/:rest(.*)*', component: () => import('./core/NotFound.vue'), meta: { words: caseWords } })
  return all
}

/** The title of the page that is open, as the window shows it. */
export function titleOf(route: { path: string; meta: { page?: PageName } }): string {
  const words = shellWords.in(languageOf(route.path))
  const title = words.titles[route.meta.page ?? 'notFound']
  return route.meta.page === 'home' ? title : `${title} - ${words.product}`
}

export function createCitizenRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
    routes: routes(),
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash === '' ? { top: 0 } : { el: to.hash })
  })
  router.beforeResolve(async (to) => {
    const language = languageOf(to.path)
    const words = await to.meta.words?.()
    await Promise.all([shellWords.load(language), words?.load(language)])
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
