/** Pages that are kept in memory by what they were made from, the ones that were asked for last, within bounds. */
import { bytesOf, type PressedPage } from './page-document.ts'

/** Of the pages whose address holds a parameter or a query, so many and so many bytes are kept. */
const mostKept = 400
const mostBytes = 32_000_000

interface KeptEntry {
  readonly page: Promise<PressedPage | undefined>
  readonly revisions: readonly string[]
  /** one of many: it makes room for others */
  readonly many: boolean
  bytes: number
}

export interface PageKey {
  readonly key: string
  readonly revisions: readonly string[]
  readonly many: boolean
}

export interface KeptPages {
  /** The kept page, or what `render` makes. What isn't there, or could not be made, is not kept. */
  keep(key: PageKey, render: () => Promise<PressedPage | undefined>): Promise<PressedPage | undefined>
  /** whether this very page is the one that is kept: one that was forgotten while it was being made is answered once */
  holds(key: string, page: PressedPage): Promise<boolean>
  /** forgets what was made from this revision (undefined: everything) */
  forget(revision: string | undefined): void
}

/** A place to keep pages in. */
export function keepPages(): KeptPages {
  const kept = new Map<string, KeptEntry>()

  const makeRoom = () => {
    const many = [...kept].filter(([, entry]) => entry.many)
    let bytes = many.reduce((sum, [, entry]) => sum + entry.bytes, 0)
    for (const [position, [key, entry]] of many.entries()) {
      if (many.length - position <= mostKept && bytes <= mostBytes) return
      kept.delete(key)
      bytes -= entry.bytes
    }
  }

  return {
    keep({ key, revisions, many }, render) {
      const found = kept.get(key)
      if (found) {
        if (many) {
          kept.delete(key)
          kept.set(key, found)
        }
        return found.page
      }
      const page = render()
      const entry: KeptEntry = { page, revisions, many, bytes: 0 }
      const drop = () => {
        if (kept.get(key) === entry) kept.delete(key)
      }
      kept.set(key, entry)
      page.then((made) => {
        if (made === undefined) return drop()
        entry.bytes = bytesOf(made)
        makeRoom()
      }, drop)
      return page
    },
    async holds(key, page) {
      return (await kept.get(key)?.page) === page
    },
    forget(revision) {
      for (const [key, { revisions }] of kept)
        if (revision === undefined || revisions.includes(revision)) kept.delete(key)
    }
  }
}
