/** A rating being filled in: kept with its case at every pause, until it is given. On somebody else's phone nothing is kept. */
import { onBeforeUnmount, onMounted, reactive, watch } from 'vue'
import type { Letter } from '#contract/letters.ts'
import { type KeptCase, type RatingText, write } from '../core/phone.ts'
import type { RatingForm } from './rating-rules.ts'

const pauseMs = 600

export function useRating({ number, rating }: KeptCase, letter: Letter, borrowed: boolean) {
  const reply = letter.thread.findLast(({ kind }) => kind === 'reply')?.id ?? ''
  const found = rating?.reply === reply ? rating : undefined
  const form = reactive<RatingForm>({
    grade: found?.grade,
    reasons: [...(found?.reasons ?? [])],
    comment: found?.comment ?? ''
  })
  let changed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function keep(): Promise<void> {
    clearTimeout(timer)
    if (!changed || borrowed) return
    changed = false
    const { grade, reasons, comment } = form
    await put({ reply, grade, reasons: [...reasons], comment })
  }

  /** It was given, or is left as it was. */
  async function drop(): Promise<void> {
    clearTimeout(timer)
    changed = false
    if (!borrowed) await put(undefined)
  }

  async function put(text: RatingText | undefined): Promise<void> {
    await write(['cases'], async (transaction) => {
      const cases = transaction.objectStore('cases')
      const known = await cases.get(number)
      if (known === undefined) return
      const { rating: _before, ...rest } = known
      await cases.put(text === undefined ? rest : { ...rest, rating: text })
    }).catch(() => undefined)
  }

  watch(form, () => {
    changed = true
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), pauseMs)
  })
  const hide = () => {
    if (document.visibilityState === 'hidden') void keep()
  }
  onMounted(() => document.addEventListener('visibilitychange', hide))
  onBeforeUnmount(() => {
    void keep()
    document.removeEventListener('visibilitychange', hide)
  })
  return { form, begun: found !== undefined, drop }
}
