/** One opened letter: loading it, acting on it, and noticing that somebody else changed it meanwhile. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ElMessage } from 'element-plus'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { deskCall } from '../core/desk-call.ts'
import { onNewDay } from '../core/on-new-day.ts'
import { isProblem } from '../core/trouble.ts'
import { useLetterQueue } from './queue.ts'

export interface OpenedLetter {
  readonly letter: ShallowRef<DeskLetter | undefined>
  /** the letter as it is now, when an act was refused because somebody had changed it */
  readonly changed: ShallowRef<DeskLetter | undefined>
  readonly trouble: Ref<unknown>
  readonly busy: Ref<boolean>
  /** an act took the letter out of this person's reach */
  readonly gone: Ref<boolean>
  readonly load: () => Promise<void>
  /** Takes the trouble of an earlier act off the page. */
  readonly dismissTrouble: () => void
  /** Does one act (`null`: the letter is out of reach now); `said` is shown when it is done. Resolves to whether it was. */
  readonly act: (call: () => Promise<DeskLetter | null>, said: string) => Promise<boolean>
  /** Fetches what the letter is now, to be looked at before it replaces what is on the page. */
  readonly seeChange: () => Promise<void>
  readonly takeChange: () => void
}

export function useLetter(id: string): OpenedLetter {
  const queue = useLetterQueue()
  const letter = shallowRef<DeskLetter>()
  const changed = shallowRef<DeskLetter>()
  const trouble = ref<unknown>()
  const busy = ref(false)
  const gone = ref(false)

  async function load() {
    trouble.value = undefined
    try {
      letter.value = await deskCall('GET /desk/letters/:id', { params: { id } })
      changed.value = undefined
    } catch (error) {
      trouble.value = error
    }
  }

  function dismissTrouble() {
    trouble.value = undefined
  }

  async function seeChange() {
    try {
      changed.value = await deskCall('GET /desk/letters/:id', { params: { id } })
    } catch (error) {
      trouble.value = error
    }
  }

  // the days that are left are counted anew; what somebody else changed is looked at before it replaces the page
  onNewDay(async () => {
    try {
      const now = await deskCall('GET /desk/letters/:id', { params: { id } })
      const known = letter.value?.revision ?? 0
      if (now.revision === known) letter.value = now
      else if (now.revision > known) changed.value = now
    } catch (error) {
      trouble.value = error
    }
  })

  function takeChange() {
    letter.value = changed.value
    changed.value = undefined
    void queue.refresh()
  }

  async function act(call: () => Promise<DeskLetter | null>, said: string) {
    if (busy.value) return false
    busy.value = true
    trouble.value = undefined
    try {
      const now = await call()
      if (now) letter.value = now
      else gone.value = true
      changed.value = undefined
      ElMessage({ message: said, type: 'success', duration: 2000 })
      void queue.refresh()
      return true
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')) await seeChange()
      else trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return { letter, changed, trouble, busy, gone, load, dismissTrouble, act, seeChange, takeChange }
}
