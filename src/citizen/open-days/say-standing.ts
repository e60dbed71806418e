/** What is left of a slot, in words. */
import type { Slot } from '#contract/open-days.ts'
import type { BookingWords } from '../core/booking-words.zh.ts'
import { showSecond } from '../core/slot-times.ts'
import type { SlotStanding } from './slot-standing.ts'
import type { OpenDayWords } from './words.zh.ts'

export function sayStanding(
  { left, partyMost, waiting, opensAt }: Pick<Slot, 'left' | 'partyMost' | 'waiting' | 'opensAt'>,
  { kind }: SlotStanding,
  { slot: say }: OpenDayWords,
  common: BookingWords
): string {
  if (kind === 'places') return say.places(left, partyMost)
  if (kind === 'waiting') return waiting > 0 ? say.waiting(waiting) : say.full
  return kind === 'opens' ? say.opens(showSecond(opensAt, common)) : say[kind]
}
