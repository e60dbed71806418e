/** What a kind of item of the outbox has to offer: how it leaves, and how it comes back. A file a kind, `post-item.ts` has the table. */
import type { IDBPTransaction } from 'idb'
import type { FieldError, ProblemSlug } from '#contract/problem.ts'
import type * as Calls from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'
import type { BookingText, Draft, OutboxItem, Phone } from './phone.ts'

/** Everything that coming back may touch: one step for all kinds. */
export const backStores = ['drafts', 'messages', 'bookingTexts', 'outbox', 'files', 'uploads'] as const
export type Back = IDBPTransaction<Phone, (typeof backStores)[number][], 'readwrite'>

export const knownStores = ['drafts', 'outbox', 'cases', 'files', 'bookings', 'bookingTexts'] as const
export type Known = IDBPTransaction<Phone, (typeof knownStores)[number][], 'readwrite'>

/** What the server refused. */
export interface Refusal {
  readonly problem: ProblemSlug
  readonly errors: FieldError[]
}

/** As what it can be written on. */
export interface GivenBack {
  readonly draft?: Draft
  readonly booking?: BookingText
}

export interface Way<Item extends OutboxItem> {
  /**
   * Posts it and, in one step with taking it out of the outbox, keeps what came of it.
   * @param atWork it takes longer than a request takes: says so to the other tabs
   * @returns the number under which it is found from then on
   */
  send(item: Item, calls: typeof Calls, atWork: () => Promise<void>): Promise<string>
  /** Puts what was written back where it is written; taking it out of the outbox is the caller's. */
  giveBack(item: Item, back: Back, refusal?: Refusal): Promise<GivenBack>
  /** the number under which this phone has it already, had it arrived from here */
  sentAs(id: string, known: Known): Promise<string | undefined>
  /** whether this phone has it as something that is being written */
  isWritten(id: string, known: Known): Promise<boolean>
}

/**
 * Where the server asks for work first, it is done at once and without a word; a page that is closed meanwhile finds the
 * item in the outbox when it is opened again, asks anew and does it then.
 */
export async function afterWork<Result>(
  send: (headers?: Record<string, string>) => Promise<Result>,
  atWork: () => Promise<void>
): Promise<Result> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.work === undefined) throw error
    const part = await import('./work.ts').catch(() => undefined)
    const headers = await part?.doWork(error.work)
    if (headers === undefined) throw error
    await atWork()
    return await send(headers)
  }
}
