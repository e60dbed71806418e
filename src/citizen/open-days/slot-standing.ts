/** Where a slot stands for somebody who wants to come, by the clock of the server. */
import type { Slot } from '#contract/open-days.ts'

export type SlotStanding =
  | { readonly kind: 'cancelled' | 'over' | 'running' | 'places' | 'waiting' }
  /** `minutes` left, rounded up; 0 in the last one */
  | { readonly kind: 'opens'; readonly minutes: number }

type Facts = Pick<Slot, 'startsAt' | 'endsAt' | 'opensAt' | 'left' | 'cancelled'>

/** @param now ms since the epoch */
export function slotStanding({ startsAt, endsAt, opensAt, left, cancelled }: Facts, now: number): SlotStanding {
  if (cancelled !== null) return { kind: 'cancelled' }
  if (now >= Date.parse(endsAt)) return { kind: 'over' }
  if (now >= Date.parse(startsAt)) return { kind: 'running' }
  const wait = Date.parse(opensAt) - now
  if (wait > 0) return { kind: 'opens', minutes: wait <= 60_000 ? 0 : Math.ceil(wait / 60_000) }
  return { kind: left > 0 ? 'places' : 'waiting' }
}
