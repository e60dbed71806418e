/** A whole form that stays in the tab until the server has it, and the revision that it was written upon. */
import { reactive, ref, watch, type Ref } from 'vue'
import { forgetText, keepText, keptText } from './kept-text.ts'
import { useSession } from './session.ts'

interface KeptForm<Form extends object> {
  readonly form: Form
  /** the revision that whoever types has seen */
  readonly revision: Ref<number>
  /** whether what stands here was typed earlier and isn't on the server */
  readonly found: boolean
  /** From now on what is kept is written upon this revision. */
  readonly standOn: (revision: number) => void
  /** Puts the server's text in place of what was typed. */
  readonly replace: (form: Form, revision: number) => void
  /** The server has it. */
  readonly clear: () => void
}

export function useKeptForm<Form extends object>(
  what: string,
  about: string,
  start: Form,
  startRevision: number
): KeptForm<Form> {
  const place = { what, about, personId: useSession().person?.id ?? '' }
  const kept = keptText(place)
  const form = reactive({ ...start, ...(kept ? (JSON.parse(kept.text) as Form) : {}) }) as Form
  const revision = ref(kept ? Number(kept.basedOn) : startRevision)
  let pristine = JSON.stringify(start)

  function keep() {
    const text = JSON.stringify(form)
    if (text === pristine) forgetText(place)
    else keepText(place, { text, basedOn: String(revision.value) })
  }
  // kept at once, not at the next tick: the page may be gone by then
  watch(form, keep, { deep: true, flush: 'sync' })

  function standOn(now: number) {
    revision.value = now
    keep()
  }
  function replace(now: Form, nowRevision: number) {
    pristine = JSON.stringify(now)
    revision.value = nowRevision
    Object.assign(form, now)
    keep()
  }
  function clear() {
    pristine = JSON.stringify(form)
    forgetText(place)
  }
  return { form, revision, found: kept !== undefined, standOn, replace, clear }
}
