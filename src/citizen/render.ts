/** The same app, rendered on the server. Built by Vite into one module that the server loads. */
import { createSSRApp } from 'vue'
import { renderToString, type SSRContext } from 'vue/server-renderer'
import { createMemoryHistory } from 'vue-router'
import type { Language, PageData, Renderer } from '#contract/pages.ts'
import App from './App.vue'
import { languageOf } from './core/addresses.ts'
import { pageDataKey } from './core/page-data.ts'
import { shellWords } from './core/shell-words.ts'
import { createCitizenRouter, titleOf } from './router.ts'

/** What search engines and shared links show of a text. */
const beginning = (text: string): string => [...text.replace(/\s+/g, ' ').trim()].slice(0, 100).join('')

/** What a page is about, where that is more than its name: a title, and a text to be cut. */
async function aboutOf(data: PageData, language: Language): Promise<{ title: string; text?: string } | undefined> {
  if (data.answer) return { title: data.answer.title, text: data.answer.reply }
  if (data.article) return { title: data.article.title, text: data.article.summary }
  if (data.term) return { title: data.term.name, text: data.term.meaning }
  if (data.column) return { title: data.column.column.name }
  if (data.earlier) {
    const { earlierWords } = await import('./articles/earlier-words.ts')
    await earlierWords.load(language)
    return { title: `${data.earlier.title}（${earlierWords.in(language).earlierVersion}）` }
  }
  if (data.boardItem) return { title: data.boardItem.title, text: data.boardItem.reply ?? data.boardItem.question }
  if (data.openDay) return { title: data.openDay.title, text: data.openDay.summary }
  if (data.writeLetter) {
    const { letterWords } = await import('./letters/words.ts')
    await letterWords.load(language)
    const { nav, forWhat } = letterWords.in(language).kinds[data.writeLetter.kind]
    return { title: nav, text: forWhat() }
  }
  if (data.search?.query.words === undefined) return undefined
  const { articleWords } = await import('./articles/words.ts')
  await articleWords.load(language)
  return { title: articleWords.in(language).foundFor(data.search.query.words) }
}

/** Renders a page; an address that no page stands at is rendered as such, with status 404. */
export const render: Renderer['render'] = async (path, language, data) => {
  const full = language === 'en' && languageOf(path) !== 'en' ? `/en${path}` : path
  const router = createCitizenRouter(createMemoryHistory(), (error) => {
    throw error
  })
  const app = createSSRApp(App).use(router).provide(pageDataKey, data)
  await router.push(full)
  await router.isReady()
  const route = router.currentRoute.value
  const words = shellWords.in(language)
  const about = await aboutOf(data, language)
  const context: SSRContext & { modules?: Set<string> } = {}
  const html = await renderToString(app, context)
  return {
    status: route.meta.page === undefined ? 404 : 200,
    title: about ? `${about.title} - ${words.product}` : titleOf(route),
    description: about?.text ? beginning(about.text) : words.description,
    html,
    // the app and the page itself come first; of the parts below it some stand still and fetch nothing
    modules: [...(context.modules ?? [])].slice(0, 2)
  }
}
