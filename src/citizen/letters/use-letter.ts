/** The letter that is open: the copy kept on this phone at once, then the server's; and what is done with it. */
import { onMounted, onUnmounted, ref, shallowRef } from 'vue'
import type { Letter } from '#contract/letters.ts'
import type { api } from '#ui/api.ts'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { isBorrowed, keepLetter, letterOf, readCase, renewed, seeCase } from '../core/cases.ts'
import { onPhoneChange, readOutbox } from '../core/kept-lists.ts'
import type { KeptCase, MessageItem } from '../core/phone.ts'

type Api = typeof api

/** What every call about the letter carries. */
export interface Own {
  readonly params: { readonly number: string }
  readonly headers: Record<string, string>
}

/** `unclear`: no answer came, and the letter could not be read again either. */
export type ActOutcome = { readonly done: true } | { readonly done: false; error: unknown; unclear: boolean }

/** Does something with the letter; `isDone` tells from the letter whether it was done when the answer was lost. */
export type Act = (
  send: (api: Api, own: Own) => Promise<Letter>,
  isDone: (letter: Letter) => boolean
) => Promise<ActOutcome>

export function useLetter(number: string) {
  const kept = shallowRef<KeptCase>()
  /** messages of this letter that are still in the outbox */
  const waiting = shallowRef<MessageItem[]>([])
  /** this phone holds no code for the number */
  const unknown = ref(false)
  const failure = shallowRef<unknown>()
  /** the server has answered since the page was opened */
  const fresh = ref(false)
  /** nothing of it is written on this phone */
  const borrowed = ref(false)

  /** Shows what this phone has; also after another tab or the outbox changed it. */
  async function look(): Promise<void> {
    kept.value = await readCase(number)
    borrowed.value = isBorrowed(number)
    unknown.value = kept.value === undefined
    if (borrowed.value) return
    const items = await readOutbox(number)
    waiting.value = items.filter((item) => item.route === 'POST /letters/:number/messages')
  }

  async function read(): Promise<void> {
    failure.value = undefined
    try {
      // before it is shown: who leaves at once has seen it all the same. Where nothing can be kept nothing is marked
      await seeCase(number).catch(() => undefined)
      await look()
      if (kept.value !== undefined) await renew((call, own) => call('GET /letters/:number', own))
    } catch (error) {
      failure.value = error
      if (passes(error)) addEventListener('online', () => void read(), { once: true })
    }
  }

  async function renew(send: (api: Api, own: Own) => Promise<Letter>): Promise<void> {
    const known = kept.value
    if (known === undefined) return
    const call = await import('#ui/api.ts').catch((cause: unknown) => {
      throw new OfflineError('the program is not here yet', { cause })
    })
    const letter = await send(call.api, { params: { number }, headers: call.holderHeaders(known) })
    // where nothing can be kept it is still shown
    kept.value = await keepLetter(letter, known.code).catch(() => renewed(known, letter))
    fresh.value = true
  }

  const act: Act = async (send, isDone) => {
    try {
      await renew(send)
      return { done: true }
    } catch (error) {
      if (error instanceof OfflineError) return { done: false, error, unclear: false }
      await read()
      const letter = kept.value && letterOf(kept.value)
      const lost = error instanceof NoAnswerError
      const unclear = lost && failure.value !== undefined
      if (lost && !unclear && letter !== undefined && isDone(letter)) return { done: true }
      return { done: false, error, unclear }
    }
  }

  const followPhone = () => void look().catch(() => undefined)
  const follow = () => {
    if (document.visibilityState === 'visible' && !unknown.value) void read()
  }
  let stop: (() => void) | undefined
  onMounted(() => {
    void read()
    stop = onPhoneChange(followPhone)
    document.addEventListener('visibilitychange', follow)
  })
  onUnmounted(() => {
    stop?.()
    document.removeEventListener('visibilitychange', follow)
  })
  return { kept, waiting, unknown, failure, fresh, borrowed, read, act }
}

/** A failure that passes: the kept copy is then good to read. */
export function passes(error: unknown): boolean {
  return error instanceof OfflineError || error instanceof NoAnswerError || !(error instanceof ProblemError)
}
