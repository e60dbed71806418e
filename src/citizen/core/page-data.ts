/** What the server put into the page; the first page reads it, so that nothing is asked twice. */
import { inject, type InjectionKey } from 'vue'
import type { PageData } from '#contract/pages.ts'

export const pageDataKey: InjectionKey<PageData> = Symbol('page data')

export function usePageData(): PageData {
  return inject(pageDataKey, {})
}
