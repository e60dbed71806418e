/**
 * What the sender writes to a letter that was sent: kept at every pause and sent through the outbox.
 * On somebody else's phone nothing is kept, and it is sent at once or not at all.
 */
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import type { MessageDraft } from '#contract/letters.ts'
import { freshId } from '../core/begin-draft.ts'
import { messageDraft } from '../core/drafts.ts'
import { holdMessage, sendNow } from '../core/outbox.ts'
import { onPhoneChange, type KeptCase, type MessageText } from '../core/phone.ts'
import type { ActOutcome } from '../core/use-held.ts'
import type { Act } from './use-letter.ts'

const pauseMs = 600

export function useMessage(about: () => { kept: KeptCase; kind: MessageDraft['kind']; borrowed: boolean }, act: Act) {
  const text = ref('')
  const keptAt = ref('')
  const notKept = ref(false)
  const refused = shallowRef<MessageText['problem']>()
  const sending = ref(false)
  const failure = shallowRef<Extract<ActOutcome, { done: false }>>()
  /** on somebody else's phone: the id of the words that were tried, so that trying again is harmless */
  let tried: { readonly id: string; readonly text: string } | undefined
  /** what is on the disk, as far as this page knows */
  let onDisk = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const draft = () => messageDraft(about().kept.number)

  /** Takes what is kept, unless something newer stands in the box. */
  async function take(): Promise<void> {
    if (about().borrowed) return
    const known = await draft().read()
    if (text.value !== onDisk) return
    onDisk = known?.text ?? ''
    text.value = onDisk
    keptAt.value = known?.savedAt ?? ''
    refused.value = known?.problem
  }

  async function keep(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (about().borrowed || sending.value || text.value === onDisk) return
    const now = text.value
    try {
      if (now.trim() === '') await draft().drop()
      else keptAt.value = await draft().save(about().kind, now)
      if (now.trim() === '') keptAt.value = ''
      onDisk = now
      notKept.value = false
    } catch {
      notKept.value = true
    }
  }

  watch(text, (now) => {
    if (now === onDisk) return
    refused.value = undefined
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), pauseMs)
  })

  /** Sends what stands in the box. It leaves the box only when it is safe: in the outbox, or at the bureau. */
  async function send(): Promise<void> {
    if (sending.value) return
    sending.value = true
    failure.value = undefined
    clearTimeout(timer)
    const { kept, kind, borrowed } = about()
    const words = text.value.trim()
    try {
      if (borrowed) await sendAtOnce(kind, words)
      else {
        const { number, code, deviceToken } = kept
        const proof = deviceToken === undefined ? { code } : { code, deviceToken }
        const id = await holdMessage({ number, ...proof, kind, text: words })
        empty(words)
        await sendNow(id)
      }
    } catch {
      // held but not sent goes by itself; not even held is said
      notKept.value = text.value !== ''
    } finally {
      sending.value = false
      // a keyboard that dictates may have gone on while the box took no keys
      if (!notKept.value) await keep()
    }
  }

  async function sendAtOnce(kind: MessageDraft['kind'], words: string): Promise<void> {
    tried = tried?.text === words ? tried : { id: freshId(), text: words }
    const body = { ...tried, kind }
    const outcome = await act(
      (api, own) => api('POST /letters/:number/messages', { ...own, body }),
      (letter) => letter.thread.some(({ id }) => id === body.id)
    )
    if (outcome.done) empty(words)
    else failure.value = outcome
  }

  /** The words have left: they leave the box, but not what came to them meanwhile. */
  function empty(words: string): void {
    onDisk = ''
    if (text.value.trim() === words) text.value = ''
    keptAt.value = ''
    tried = undefined
  }

  // a phone that is put away may never bring the page back
  const hide = () => {
    if (document.visibilityState === 'hidden') void keep()
  }
  let stop: (() => void) | undefined
  onMounted(() => {
    void take().catch(() => undefined)
    stop = onPhoneChange(() => void take().catch(() => undefined))
    document.addEventListener('visibilitychange', hide)
  })
  onBeforeUnmount(() => {
    void keep()
    stop?.()
    document.removeEventListener('visibilitychange', hide)
  })
  return { text, keptAt, notKept, refused, sending, failure, send }
}
