/** The same app, rendered on the server. Built by Vite into one module that the server loads. */
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { createMemoryHistory } from 'vue-router'
import type { Renderer } from '#contract/pages.ts'
import App from './App.vue'
import { languageOf } from './core/addresses.ts'
import { pageDataKey } from './core/page-data.ts'
import { shellWords } from './core/shell-words.ts'
import { createCitizenRouter, titleOf } from './router.ts'

/** What search engines and shared links show of a text. */
const beginning = (text: string): string => [...text.replace(/\s+/g, ' ')].slice(0, 100).join('')

/** Renders a page; an address that no page stands at is rendered as such, with status 404. */
export const render: Renderer['render'] = async (path, language, data) => {
  const full = language === 'en' && languageOf(path) !== 'en' ? `/en${path}` : path
  const router = createCitizenRouter(createMemoryHistory())
  const app = createSSRApp(App).use(router).provide(pageDataKey, data)
  await router.push(full)
  await router.isReady()
  const route = router.currentRoute.value
  return {
    status: route.meta.page === undefined ? 404 : 200,
    title: data.answer ? `${data.answer.title} - ${shellWords.in(language).product}` : titleOf(route),
    description: data.answer ? beginning(data.answer.reply) : shellWords.in(language).description,
    html: await renderToString(app)
  }
}
