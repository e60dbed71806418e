/** One open day at the desk: loading it, and acting on it. Every act answers with the day as it stands then. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ElMessage } from 'element-plus'
import type { DeskOpenDay } from '#contract/open-days-desk.ts'
import { deskCall } from '../core/desk-call.ts'
import { isProblem } from '../core/trouble.ts'

export interface OpenedDay {
  readonly day: ShallowRef<DeskOpenDay | undefined>
  readonly trouble: Ref<unknown>
  readonly busy: Ref<boolean>
  readonly load: () => Promise<void>
  readonly take: (day: DeskOpenDay) => void
  /**
   * Does one act; `said` is shown when it is done. Resolves to whether it was. Where somebody changed the day meanwhile,
   * the page shows what stands now, and the problem is kept for whoever asked.
   */
  readonly act: (call: () => Promise<DeskOpenDay>, said: string) => Promise<boolean>
  readonly dismissTrouble: () => void
}

export function useOpenDay(id: string): OpenedDay {
  const day = shallowRef<DeskOpenDay>()
  const trouble = ref<unknown>()
  const busy = ref(false)

  function take(now: DeskOpenDay) {
    day.value = now
  }

  async function load() {
    trouble.value = undefined
    try {
      take(await deskCall('GET /desk/open-days/:id', { params: { id } }))
    } catch (error) {
      trouble.value = error
    }
  }

  async function act(call: () => Promise<DeskOpenDay>, said: string) {
    if (busy.value) return false
    busy.value = true
    trouble.value = undefined
    try {
      take(await call())
      ElMessage({ message: said, type: 'success', duration: 2000 })
      return true
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await load()
      trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  function dismissTrouble() {
    trouble.value = undefined
  }

  return { day, trouble, busy, load, take, act, dismissTrouble }
}
