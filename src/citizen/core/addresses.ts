/** Addresses of the citizen's pages: Chinese at the path itself, English under `/en`. */
import { useRoute } from 'vue-router'
import { type Language, type PageName, pages } from '#contract/pages.ts'

/** The language that an address stands for. */
export function languageOf(path: string): Language {
  return path === '/en' || path.startsWith('/en/') ? 'en' : 'zh'
}

/** The address of a page in a language. */
function address(language: Language, page: PageName, params: Readonly<Record<string, string>> = {}): string {
  const path = pages[page].path.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return language === 'en' ? `/en${path}` : path
}

/** The same page in the other language. */
export function inOtherLanguage(path: string): string {
  return languageOf(path) === 'en' ? path.replace(/^\/en\/?/, '/') : `/en${path}`
}

/** Addresses in the language of the page that is open. */
export function useAddress(): (page: PageName, params?: Readonly<Record<string, string>>) => string {
  const route = useRoute()
  return (page, params) => address(languageOf(route.path), page, params)
}
