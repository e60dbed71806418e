/** An internal note while it is written. Its id is made here, so that a lost answer makes no second note. */
import { ref, watch, type Ref } from 'vue'
import { uuidv7 } from 'uuidv7'
import { useSession } from '../core/session.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'

interface Note {
  readonly text: Ref<string>
  /** The note as it is sent: the same words keep their id, other words are another note. */
  readonly toSend: () => { id: string; text: string }
  readonly clear: () => void
}

export function useNote(letterId: string): Note {
  const place: KeptPlace = { what: 'note', about: letterId, personId: useSession().person?.id ?? '' }
  const kept = keptText(place)
  const text = ref(kept?.text ?? '')
  let id = kept?.basedOn ?? ''
  /** the words that were sent under `id` */
  let sent = id ? text.value.trim() : ''

  const keep = () => {
    if (text.value === '') forgetText(place)
    else keepText(place, { text: text.value, basedOn: text.value.trim() === sent ? id : '' })
  }
  watch(text, keep, { flush: 'sync' })

  function toSend() {
    const words = text.value.trim()
    if (words !== sent) {
      id = uuidv7()
      sent = words
      keep()
    }
    return { id, text: words }
  }

  function clear() {
    id = ''
    sent = ''
    text.value = ''
  }

  return { text, toSend, clear }
}
