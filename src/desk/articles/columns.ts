/** The columns of the site, as the desk knows them. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Column } from '#contract/articles.ts'
import type { ColumnDraft } from '#contract/articles-desk.ts'
import { api } from '#ui/api.ts'
import { deskCall } from '../core/desk-call.ts'

/** Columns that lie side by side, with those below each. */
export interface ColumnBranch {
  readonly column: Column
  readonly below: readonly Column[]
}

/** The two levels of the tree, in the order in which the columns stand. */
export function branchesOf(columns: readonly Column[]): ColumnBranch[] {
  return columns
    .filter(({ parent }) => parent === null)
    .map((column) => ({ column, below: columns.filter(({ parent }) => parent === column.slug) }))
}

/**
 * What must be written so that a column stands one place further up or down among its neighbours: all of them get their
 * place anew, since only their order is known. Empty where it can't move.
 */
export function movedColumns(
  columns: readonly Column[],
  slug: string,
  by: 1 | -1
): { slug: string; draft: ColumnDraft }[] {
  const column = columns.find((one) => one.slug === slug)
  const side = columns.filter(({ parent }) => parent === column?.parent)
  const from = side.findIndex((one) => one.slug === slug)
  const to = from + by
  const other = side[to]
  if (column === undefined || other === undefined) return []
  side[to] = column
  side[from] = other
  return side.map(({ slug: at, name, parent }, position) => ({ slug: at, draft: { name, parent, position } }))
}

export const useColumns = defineStore('columns', () => {
  const columns = shallowRef<readonly Column[]>()
  const trouble = ref<unknown>()
  const branches = computed(() => branchesOf(columns.value ?? []))

  async function load(): Promise<void> {
    trouble.value = undefined
    try {
      columns.value = (await api('GET /columns')).columns
    } catch (error) {
      trouble.value = error
    }
  }

  /** Asks once; later calls answer from memory. */
  async function know(): Promise<void> {
    if (columns.value === undefined) await load()
  }

  /** Adds a column or changes it. Throws what `deskCall` throws. */
  async function put(slug: string, draft: ColumnDraft): Promise<void> {
    columns.value = await deskCall('PUT /desk/columns/:slug', { params: { slug }, body: draft })
  }

  const nameOf = (slug: string): string => columns.value?.find((one) => one.slug === slug)?.name ?? slug

  return { columns, branches, trouble, load, know, put, nameOf }
})
