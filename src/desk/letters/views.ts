/** Saved views of the list: the own ones and those of the own office, each with what it shows now. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { SavedView, ViewDraft } from '#contract/letters-queue.ts'
import { deskCall } from '../core/desk-call.ts'

export const useViews = defineStore('letter-views', () => {
  const views = shallowRef<readonly SavedView[]>([])
  const trouble = ref<unknown>()
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      views.value = await deskCall('GET /desk/letter-views', {})
      trouble.value = undefined
    } catch (error) {
      trouble.value = error
    }
  }

  /** Does one change and shows what there is then. Resolves to whether it was done. */
  async function change(call: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await call()
      await load()
      return true
    } catch (error) {
      trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  const add = (draft: ViewDraft) => change(() => deskCall('POST /desk/letter-views', { body: draft }))
  const rename = ({ id, filter, shared }: SavedView, name: string) =>
    change(() => deskCall('PUT /desk/letter-views/:id', { params: { id }, body: { name, filter, shared } }))
  const remove = ({ id }: SavedView) => change(() => deskCall('DELETE /desk/letter-views/:id', { params: { id } }))

  /** Puts an own view before the one that stands before it. */
  async function moveUp(view: SavedView): Promise<boolean> {
    const own = views.value.filter(({ mine }) => mine).map(({ id }) => id)
    const at = own.indexOf(view.id)
    if (at <= 0) return false
    const ids = own.with(at, own[at - 1] ?? view.id).with(at - 1, view.id)
    return await change(() => deskCall('PUT /desk/letter-view-order', { body: { ids } }))
  }

  return { views, trouble, busy, load, add, rename, remove, moveUp }
})
