/** A case or a booking that is open: the copy kept on this phone at once, then the server's; and what is done with it. */
import { onMounted, onUnmounted, ref, shallowRef } from 'vue'
import type { api } from '#ui/api.ts'
import { NoAnswerError, OfflineError, ProblemError } from '#ui/failures.ts'
import { onPhoneChange } from './kept-lists.ts'
import type { Proof } from './phone.ts'

type Api = typeof api

/** What every call about it carries. */
export interface Own {
  readonly params: { readonly number: string }
  readonly headers: Record<string, string>
}

/** `unclear`: no answer came, and it could not be read again either. */
export type ActOutcome = { readonly done: true } | { readonly done: false; error: unknown; unclear: boolean }

/** Does something with it; `isDone` tells from the thing itself whether it was done when the answer was lost. */
export type Act<Thing> = (
  send: (api: Api, own: Own) => Promise<Thing>,
  isDone: (thing: Thing) => boolean
) => Promise<ActOutcome>

/** How one kind of thing is read and kept. */
export interface HeldWay<Kept extends Proof, Thing> {
  readonly find: (number: string) => Promise<Kept | undefined>
  readonly isBorrowed: (number: string) => boolean
  /** the kept copy is being looked at */
  readonly see?: (number: string) => Promise<void>
  /** whatever else belongs to it on this phone */
  readonly look?: () => Promise<void>
  readonly read: (api: Api, own: Own) => Promise<Thing>
  /** the copy; undefined for one of an earlier version that is not read any more */
  readonly thingOf: (kept: Kept) => Thing | undefined
  /** keeps the newest copy; where nothing can be kept it is still shown */
  readonly keep: (thing: Thing, known: Kept) => Promise<Kept>
}

export function useHeld<Kept extends Proof, Thing>(number: string, way: HeldWay<Kept, Thing>) {
  const kept = shallowRef<Kept>()
  /** this phone holds no code for the number */
  const unknown = ref(false)
  const failure = shallowRef<unknown>()
  /** the server has answered since the page was opened */
  const fresh = ref(false)
  /** nothing of it is written on this phone */
  const borrowed = ref(false)

  /** Shows what this phone has; also after another tab or the outbox changed it. */
  async function look(): Promise<void> {
    kept.value = await way.find(number)
    borrowed.value = way.isBorrowed(number)
    unknown.value = kept.value === undefined
    if (!borrowed.value) await way.look?.()
  }

  async function read(): Promise<void> {
    failure.value = undefined
    try {
      // before it is shown: who leaves at once has seen it all the same. Where nothing can be kept nothing is marked
      await way.see?.(number).catch(() => undefined)
      await look()
      if (kept.value !== undefined) await renew(way.read)
    } catch (error) {
      failure.value = error
      if (passes(error)) addEventListener('online', () => void read(), { once: true })
    }
  }

  async function renew(send: (api: Api, own: Own) => Promise<Thing>): Promise<void> {
    const known = kept.value
    if (known === undefined) return
    const call = await import('#ui/api.ts').catch((cause: unknown) => {
      throw new OfflineError('the program is not here yet', { cause })
    })
    const thing = await send(call.api, { params: { number }, headers: call.holderHeaders(known) })
    kept.value = await way.keep(thing, known)
    fresh.value = true
  }

  const act: Act<Thing> = async (send, isDone) => {
    try {
      await renew(send)
      return { done: true }
    } catch (error) {
      if (error instanceof OfflineError) return { done: false, error, unclear: false }
      await read()
      const thing = kept.value && way.thingOf(kept.value)
      const lost = error instanceof NoAnswerError
      const unclear = lost && failure.value !== undefined
      if (lost && !unclear && thing !== undefined && isDone(thing)) return { done: true }
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
  return { kept, unknown, failure, fresh, borrowed, read, act }
}

/** A failure that passes: the kept copy is then good to read. */
export function passes(error: unknown): boolean {
  return error instanceof OfflineError || error instanceof NoAnswerError || !(error instanceof ProblemError)
}
