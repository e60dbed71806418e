/** What the page about the library shows, read anew after whatever changes it. */
import { onMounted, onUnmounted, reactive } from 'vue'
import type { Column } from '#contract/articles.ts'
import type { Brought, LibraryState, SavedArticle } from '../core/library.ts'

export interface LibraryView {
  /** undefined until it is read */
  state: LibraryState | undefined
  saved: readonly SavedArticle[]
  /** of the first level, with the numbers of what is kept in them */
  columns: readonly Column[]
  unreadable: boolean
  updating: boolean
  outcome: Brought | 'cleared' | undefined
  /** why the newest update failed */
  failure: unknown
}

export function useLibrary() {
  const view = reactive<LibraryView>({
    state: undefined,
    saved: [],
    columns: [],
    unreadable: false,
    updating: false,
    outcome: undefined,
    failure: undefined
  })
  const library = () => import('../core/library.ts')

  async function read(): Promise<void> {
    try {
      const { keptColumns, libraryState, savedArticles } = await library()
      const columns = (await keptColumns())?.columns ?? []
      view.saved = await savedArticles()
      view.columns = columns.filter(({ parent, articles }) => parent === null && articles > 0)
      view.state = await libraryState()
    } catch {
      // private windows of some browsers keep nothing
      view.unreadable = true
    }
  }

  async function update(): Promise<void> {
    if (view.updating) return
    Object.assign(view, { updating: true, outcome: undefined, failure: undefined })
    try {
      view.outcome = await (await library()).updateLibrary({ asked: true })
    } catch (error) {
      view.failure = error
    }
    view.updating = false
  }

  async function clear(): Promise<void> {
    await (await library()).dropLibrary()
    await read()
    Object.assign(view, { outcome: 'cleared', failure: undefined })
  }

  async function unsave(id: string): Promise<void> {
    await (await library()).unsaveArticle(id)
    await read()
  }

  const look = () => {
    if (document.visibilityState === 'visible') void read()
  }
  let unfollow: (() => void) | undefined
  onMounted(async () => {
    document.addEventListener('visibilitychange', look)
    await read()
    unfollow = (await library()).onLibraryUpdate(() => void read())
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', look)
    unfollow?.()
  })

  return { view, update, clear, unsave }
}
