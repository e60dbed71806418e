/** A booking as the form judges it and as it is sent. */
import { BookingContact, type BookingDraft, Party, type Slot } from '#contract/open-days.ts'
import type { Language } from '#contract/pages.ts'
import { partyErrors } from '#contract/party.ts'
import type { FieldError } from '#contract/problem.ts'
import { readTicketCode } from '#contract/tickets.ts'
import { brokenRule, type FieldRule, rulesFor } from '#ui/rules-for.ts'
import type { BookingText } from '../core/phone.ts'

/** The most that a booking can hold, where its slot is not known: the server knows it. */
const mostEver = 60

export type SlotFacts = Pick<Slot, 'partyMost' | 'invited'>
type Say = (error: FieldError, value: string) => string

export function isEmptyBooking({ kind, needs, groupName, phone, email, invite }: BookingText): boolean {
  return kind === 'alone' && needs.length === 0 && [groupName, phone, email, invite].every((one) => one.trim() === '')
}

/** Who comes; what another kind of party had filled in is left out. */
export function partyOf({ kind, people, minors, needs, groupName }: PartyFields): Party {
  const name = groupName.trim()
  return {
    kind,
    people: kind === 'alone' ? 1 : people,
    minors: kind === 'alone' ? 0 : minors,
    needs: [...needs],
    ...(kind === 'group' && name !== '' ? { groupName: name } : {})
  }
}

/** What the form writes of a party. */
export type PartyFields = Pick<BookingText, 'kind' | 'people' | 'minors' | 'needs' | 'groupName'>

/** What is wrong with who comes; the rules of the contract, and of the name of a group. */
export function partyTroubles(fields: PartyFields, most = mostEver): FieldError[] {
  const party = partyOf(fields)
  const errors = partyErrors(party, most)
  const name = party.groupName === undefined ? undefined : brokenRule(Party, 'groupName', party.groupName, '/party')
  return name === undefined ? errors : [...errors, name]
}

/** The contract's rules of the two fields of the contact, for Vant's form. */
export function contactRules(name: 'phone' | 'email', say: Say): FieldRule[] {
  return rulesFor(BookingContact, name, say, '/contact')
}

export function groupRules(say: Say): FieldRule[] {
  return rulesFor({ ...Party, required: ['groupName'] }, 'groupName', say, '/party')
}

/** Reads the code of an invitation as people type it. */
export function inviteRules(say: Say): FieldRule[] {
  return [
    {
      validator: (value) => {
        const error = inviteError(typeof value === 'string' ? value : '')
        return error === undefined ? true : say(error, '')
      }
    }
  ]
}

function inviteError(typed: string): FieldError | undefined {
  if (typed.trim() === '') return { pointer: '/invite', rule: 'required' }
  return readTicketCode(typed) === undefined ? { pointer: '/invite', rule: 'pattern' } : undefined
}

/** All rules that the booking breaks. `full`: only the waiting list can be had. */
export function bookingTroubles(text: BookingText, slot: SlotFacts | undefined, full: boolean): FieldError[] {
  const contact = (['phone', 'email'] as const).map((name) => brokenRule(BookingContact, name, text[name], '/contact'))
  return [
    ...partyTroubles(text, slot?.partyMost),
    ...contact.filter((error) => error !== undefined),
    ...(slot?.invited === true ? [inviteError(text.invite)].filter((error) => error !== undefined) : []),
    ...(full && !text.waitlist ? [{ pointer: '/waitlist', rule: 'required' }] : [])
  ]
}

/** The body for the server; what was left empty is left out. */
export function bookingBody(text: BookingText, slot: SlotFacts | undefined, language: Language): BookingDraft {
  const { id, code, deviceToken, phone, email, invite, waitlist } = text
  const address = email.trim()
  const read = slot?.invited === false ? undefined : readTicketCode(invite)
  return {
    id,
    code,
    deviceToken,
    party: partyOf(text),
    contact: { phone: phone.trim(), ...(address === '' ? {} : { email: address }) },
    ...(read === undefined ? {} : { invite: read }),
    language,
    waitlist,
    privacyNotice: '2026-11'
  }
}
