/** Whether a ticket is let in: a pure judgement over the list that the phone keeps, and what this phone has noted since. */
import type { AccessNeed } from '#contract/open-days.ts'
import type { CheckIn, DoorList, DoorSlot, DoorTicket } from '#contract/open-days-door.ts'
import type { ReadTicket } from '#contract/tickets.ts'

/** What the door knows. */
export interface DoorView {
  readonly list: DoorList
  /** noted on this phone, and not in the list yet */
  readonly here: readonly CheckIn[]
  /** the slots that are let in now */
  readonly slotIds: readonly string[]
}

/** What was held in front of the camera, or typed. `unchecked`: this phone can't check signatures. */
export type Shown =
  | { readonly by: 'scan'; readonly ticket: ReadTicket | undefined; readonly signature: 'good' | 'wrong' | 'unchecked' }
  | { readonly by: 'code'; readonly code: string | undefined }

export interface Seen {
  readonly at: string
  readonly people: number
  readonly door: string
}

/** Who would be let in. `unlisted`, `newer`: well signed, but the list is older than the ticket. */
export interface Admission {
  readonly bookingId: string
  /** the slot of the ticket */
  readonly slot: DoorSlot
  /** the slot that they are let in to, and counted in */
  readonly into: DoorSlot
  readonly code: string
  readonly people: number
  readonly minors: number
  readonly needs: readonly AccessNeed[]
  readonly remark: 'listed' | 'unlisted' | 'newer'
}

export type Decision =
  | { readonly outcome: 'admit' | 'otherSlot'; readonly admission: Admission }
  | { readonly outcome: 'used'; readonly seen: Seen; readonly people: number }
  | { readonly outcome: 'cancelled' | 'changed' | 'slotCancelled'; readonly slot: DoorSlot }
  | { readonly outcome: 'forged' | 'notTicket' | 'unchecked' | 'otherDay' | 'unknownCode' | 'notCode' }

type Facts = ReadTicket['facts']

export function decide(shown: Shown, view: DoorView): Decision {
  return shown.by === 'code' ? decideCode(shown.code, view) : decideScan(shown.ticket, shown.signature, view)
}

function decideCode(code: string | undefined, view: DoorView): Decision {
  if (code === undefined) return { outcome: 'notCode' }
  const listed = view.list.tickets.find((one) => one.code === code)
  return listed ? decideListed(listed, view) : { outcome: 'unknownCode' }
}

function decideScan(
  ticket: ReadTicket | undefined,
  signature: 'good' | 'wrong' | 'unchecked',
  view: DoorView
): Decision {
  if (ticket === undefined) return { outcome: 'notTicket' }
  if (signature === 'wrong') return { outcome: 'forged' }
  const { facts } = ticket
  const listed = view.list.tickets.find(({ bookingId }) => bookingId === facts.bookingId)
  // whoever knows the code of the list could have typed it: that much is sure without a signature
  const same = listed?.code === facts.code && listed.serial === facts.serial
  if (signature === 'unchecked' && !same) return { outcome: 'unchecked' }
  if (listed && same) return decideListed(listed, view)
  const slot = view.list.slots.find(({ id }) => id === facts.slotId)
  if (!slot) return { outcome: 'otherDay' }
  const seen = seenOf(facts.bookingId, view)
  if (seen) return { outcome: 'used', seen, people: facts.people }
  if (listed?.state === 'cancelled') return { outcome: 'cancelled', slot }
  if (listed && facts.serial <= listed.serial) return { outcome: 'changed', slot }
  return letIn(admissionOf(facts, slot, listed), view)
}

function decideListed(listed: DoorTicket, view: DoorView): Decision {
  const slot = view.list.slots.find(({ id }) => id === listed.slotId)
  if (!slot) return { outcome: 'otherDay' }
  const seen = seenOf(listed.bookingId, view)
  if (seen) return { outcome: 'used', seen, people: listed.people }
  if (listed.state === 'cancelled')
    return slot.cancelled ? { outcome: 'slotCancelled', slot } : { outcome: 'cancelled', slot }
  const { bookingId, code, people, minors, needs } = listed
  return letIn({ bookingId, slot, code, people, minors, needs, remark: 'listed' }, view)
}

/** Who comes to another slot than their own is counted in the first of those that are let in now. */
function letIn(own: Omit<Admission, 'into'>, { list, slotIds }: DoorView): Decision {
  const { slot } = own
  if (slot.cancelled) return { outcome: 'slotCancelled', slot }
  if (slotIds.includes(slot.id)) return { outcome: 'admit', admission: { ...own, into: slot } }
  const into = list.slots.find(({ id }) => id === slotIds[0]) ?? slot
  return { outcome: 'otherSlot', admission: { ...own, into } }
}

const admissionOf = (facts: Facts, slot: DoorSlot, listed: DoorTicket | undefined): Omit<Admission, 'into'> => ({
  bookingId: facts.bookingId,
  slot,
  code: facts.code,
  people: facts.people,
  minors: 0,
  needs: listed?.needs ?? [],
  remark: listed ? 'newer' : 'unlisted'
})

/** When, where and how many came with a booking already: as the list knows it, or as this phone noted it. */
function seenOf(bookingId: string, { list, here }: DoorView): Seen | undefined {
  const listed = list.tickets.find((one) => one.bookingId === bookingId)?.seen
  return listed ?? here.find((one) => one.bookingId === bookingId)
}

/** How many are in: tickets and people without one, told already or noted here. Nobody is counted twice. */
export function headCount({ list, here }: Pick<DoorView, 'list' | 'here'>, slotId: string): number {
  const counted = new Set(list.tickets.filter(({ seen }) => seen !== null).map(({ bookingId }) => bookingId))
  const listed = list.tickets.reduce((sum, { seen }) => sum + (seen?.slotId === slotId ? seen.people : 0), 0)
  const noted = here
    .filter((one) => one.slotId === slotId && (one.bookingId === null || !counted.has(one.bookingId)))
    .reduce((sum, { people }) => sum + people, 0)
  return listed + noted + (list.slots.find(({ id }) => id === slotId)?.walkIns ?? 0)
}

/** People come as early as this. */
const earlyMs = 3_600_000

/** The slots whose people are at the door now; else those that begin next, else those that were last. */
export function slotsNow(slots: readonly DoorSlot[], now: number): string[] {
  const held = slots.filter(({ cancelled }) => !cancelled)
  const current = held.filter(
    ({ startsAt, endsAt }) => Date.parse(startsAt) - earlyMs <= now && now <= Date.parse(endsAt)
  )
  if (current.length > 0) return current.map(({ id }) => id)
  const starts = held.map(({ startsAt }) => startsAt).toSorted()
  const start = starts.find((one) => Date.parse(one) > now) ?? starts.at(-1)
  return held.filter(({ startsAt }) => startsAt === start).map(({ id }) => id)
}
