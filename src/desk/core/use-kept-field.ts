/** A field whose text stays in the tab until the server has it. */
import { ref, watch, type Ref } from 'vue'
import { useSession } from './session.ts'
import { forgetText, keepText, keptText, type KeptPlace } from './kept-text.ts'

interface KeptField {
  readonly text: Ref<string>
  /** The server has it: the field is empty again. */
  readonly clear: () => void
}

export function useKeptField(what: string, about: string): KeptField {
  const place: KeptPlace = { what, about, personId: useSession().person?.id ?? '' }
  const text = ref(keptText(place)?.text ?? '')

  // kept at once, not at the next tick: the page may be gone by then
  watch(text, (now) => (now === '' ? forgetText(place) : keepText(place, { text: now, basedOn: '' })), {
    flush: 'sync'
  })

  function clear() {
    text.value = ''
  }
  return { text, clear }
}
