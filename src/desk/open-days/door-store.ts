/** What a door's phone keeps, and the two places for it: sealed in the browser's database, or this tab's memory. */
import type { CheckIn, CheckInResult, DoorList, DoorTicket } from '#contract/open-days-door.ts'

export interface KeptDay {
  /** the name of the door that this phone stands at */
  readonly door: string
  readonly list: DoorList
}

/** An admission that the server has not acknowledged. */
export interface Outgoing {
  readonly openDayId: string
  readonly checkIn: CheckIn
  /** the ticket's code, so that people can be told which one it was; null for people without one */
  readonly code: string | null
}

/** An admission that the server did not count, and why. */
export interface Uncounted {
  readonly outgoing: Outgoing
  readonly result: CheckInResult
}

export interface Kept {
  readonly day: KeptDay | undefined
  readonly outbox: readonly Outgoing[]
  readonly uncounted: readonly Uncounted[]
}

export interface DoorStore {
  /** whether it is there after the page is loaded anew */
  readonly lasting: boolean
  readonly read: () => Promise<Kept>
  /** An older list of the same day never takes the place of a newer one. */
  readonly keepDay: (day: KeptDay) => Promise<void>
  readonly append: (one: Outgoing) => Promise<void>
  /** In one step: what the server has answered leaves the outbox, what it did not count is noted, the list is the new one. */
  readonly acknowledge: (ids: readonly string[], uncounted: readonly Uncounted[], list: DoorList) => Promise<void>
  /** Forgets the day; what the server has not acknowledged stays. */
  readonly forgetDay: () => Promise<void>
}

/**
 * A day as this version reads it: what an older one kept does not say which slot people were let in to, and then it is that of
 * their ticket, as it was counted then.
 */
export function withSlots({ door, list }: KeptDay): KeptDay {
  const tickets = list.tickets.map((ticket) => {
    const seen: (Omit<NonNullable<DoorTicket['seen']>, 'slotId'> & { readonly slotId?: string }) | null = ticket.seen
    return { ...ticket, seen: seen && { ...seen, slotId: seen.slotId ?? ticket.slotId } }
  })
  return { door, list: { ...list, tickets } }
}

export const isPast = ({ list }: KeptDay): boolean => Date.parse(list.goesAt) <= Date.now()

/** Whether a list that was fetched takes the place of the one that is kept. */
export const isNewer = (fetched: DoorList, kept: DoorList): boolean =>
  fetched.openDay.id !== kept.openDay.id || fetched.at >= kept.at

/** For pages that can't seal anything: gone with the tab. */
export function memoryStore(): DoorStore {
  let kept: Kept = { day: undefined, outbox: [], uncounted: [] }
  return {
    lasting: false,
    read: async () => {
      if (kept.day && isPast(kept.day)) kept = { ...kept, day: undefined, uncounted: [] }
      return await Promise.resolve(kept)
    },
    keepDay: async (day) => {
      const same = kept.day?.list.openDay.id === day.list.openDay.id
      if (kept.day === undefined || isNewer(day.list, kept.day.list))
        kept = { ...kept, day, uncounted: same ? kept.uncounted : [] }
      await Promise.resolve()
    },
    append: async (one) => {
      kept = { ...kept, outbox: [...kept.outbox, one] }
      await Promise.resolve()
    },
    acknowledge: async (ids, uncounted, list) => {
      const { day } = kept
      const same = day?.list.openDay.id === list.openDay.id
      kept = {
        day: day && same && isNewer(list, day.list) ? { ...day, list } : day,
        outbox: kept.outbox.filter(({ checkIn }) => !ids.includes(checkIn.id)),
        uncounted: [...kept.uncounted, ...uncounted]
      }
      await Promise.resolve()
    },
    forgetDay: async () => {
      kept = { day: undefined, outbox: kept.outbox, uncounted: [] }
      await Promise.resolve()
    }
  }
}
