/** Bookings of crash:app: made, changed and given back through every outage, and the judgement of what is there of them. */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { uuidv7 } from 'uuidv7'
import { freshCode, type Answer, type Asking } from './caller.ts'
import type { Dice } from './proof.ts'

/** What was acknowledged of a booking: the newest state that its holder was told, and of how many people. */
export interface MadeBooking {
  readonly id: string
  readonly number: string
  state: string
  people: number
}

interface Telling {
  readonly insist: (method: string, path: string, asking: Asking) => Promise<{ answer: Answer; tries: number }>
  readonly faults: string[]
  readonly ending: () => boolean
  readonly dice: Dice
}

interface Day {
  readonly slots: readonly { readonly id: string; readonly opensAt: string; readonly endsAt: string }[]
}

const partyOf = (people: number) => ({ kind: people === 1 ? 'alone' : 'family', people, minors: 0, needs: [] })

let phones = 0

/** Books one party after another in the demo's open slots until the load ends. */
export const makeBookings = ({
  insist,
  faults,
  ending,
  dice
}: Telling): { bookings: MadeBooking[]; done: Promise<void> } => {
  const bookings: MadeBooking[] = []

  const openSlots = async (): Promise<string[]> => {
    const { upcoming } = (await insist('GET', '/open-days', {})).answer.body as { upcoming: readonly { id: string }[] }
    const { slots } = (await insist('GET', `/open-days/${upcoming.at(-1)?.id ?? ''}`, {})).answer.body as Day
    const now = new Date().toISOString()
    return slots.filter(({ opensAt }) => opensAt < now).map(({ id }) => id)
  }

  const visitor = async (slots: readonly string[]): Promise<void> => {
    while (!ending()) {
      const code = freshCode()
      const people = 1 + dice.below(3)
      const slot = dice.pick(slots)
      const body = {
        id: uuidv7(),
        code,
        deviceToken: randomBytes(32).toString('base64url'),
        party: partyOf(people),
        contact: { phone: `134${String((phones += 1)).padStart(8, '0')}` },
        waitlist: true,
        privacyNotice: '2026-11'
      }
      const send = async () => (await insist('POST', `/slots/${slot}/bookings`, { body })).answer
      // an impatient thumb: the same booking twice at once
      const answers = await Promise.all(dice.chance(0.2) ? [send(), send()] : [send()])
      const told = answers.map(({ body: shown }) => shown as { number?: string; state?: string })
      if (answers.some(({ status }) => status !== 201) || new Set(told.map(({ number }) => number)).size !== 1) {
        faults.push(
          `a booking was answered ${answers.map(({ status, text }) => `${status} ${text.slice(0, 120)}`).join(', ')}`
        )
        continue
      }
      const made: MadeBooking = { id: body.id, number: told[0]?.number ?? '', state: told[0]?.state ?? '', people }
      bookings.push(made)
      // the first always: on a slow machine there may be no more than a handful
      if (bookings.length === 1 || dice.chance(0.6)) {
        const { answer } = await insist('POST', `/bookings/${made.number}/cancellation`, {
          authorization: `Code ${code}`
        })
        const after = answer.body as { state?: string }
        // the offer may have come between the two
        if (answer.status === 200) made.state = after.state ?? ''
        else if (answer.status !== 409) faults.push(`giving back was answered ${answer.status}`)
      }
      await wait(dice.below(60))
    }
  }

  const done = openSlots().then(async (slots) => {
    await Promise.all(Array.from({ length: 4 }, async () => await visitor(slots)))
  })
  return { bookings, done }
}

interface StoredBooking {
  readonly id: string
  readonly number: string
  readonly state: string
  readonly people: number
  readonly contact: boolean
  readonly kinds: readonly string[]
  readonly positions: readonly number[]
  readonly acts: readonly string[]
}

/** What may have become of a booking since its holder was told of a state. */
const later: Readonly<Record<string, readonly string[]>> = {
  placed: ['placed'],
  cancelled: ['cancelled'],
  waiting: ['waiting', 'offered', 'lapsed'],
  offered: ['offered', 'lapsed']
}

/** Compares what was acknowledged with the rows. */
export const judgeBookings = async (
  client: Client,
  made: readonly MadeBooking[]
): Promise<{ lost: string[]; doubled: string[]; half: string[] }> => {
  const { rows } = await client.query<StoredBooking>(`
    select b.id, b.number, b.state, b.people, exists (select from booking_contacts c where c.booking_id = b.id) as contact,
           (select json_agg(e.kind order by e.position) from booking_events e where e.booking_id = b.id) as kinds,
           (select json_agg(e.position order by e.position) from booking_events e where e.booking_id = b.id) as positions,
           (select json_agg(a.act order by a.id) from audit_events a
            where a.subject_kind = 'booking' and a.subject_id = b.id::text) as acts
    from bookings b where not b.demo`)
  const slots = await client.query<{ id: string; taken: number; capacity: number; people: number }>(`
    select s.id, s.taken, s.capacity, coalesce((select sum(b.people) from bookings b
      where b.slot_id = s.id and b.state in ('placed', 'offered')), 0)::integer as people from slots s`)
  const [lost, doubled, half]: [string[], string[], string[]] = [[], [], []]
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const { id, number, state, people } of made) {
    const row = known.get(id)
    if (!row || row.number !== number) lost.push(`the booking ${number} was acknowledged and is not there`)
    else if (!later[state]?.includes(row.state))
      lost.push(`the booking ${number} was told to be ${state} and is ${row.state}`)
    else if (row.people !== people) lost.push(`the booking ${number} is of ${row.people} people, not ${people}`)
  }
  const told = new Set(made.map(({ id }) => id))
  for (const { id, number, contact, kinds, positions, acts } of rows) {
    if (!told.has(id)) doubled.push(`the booking ${number} is there and nobody was told of it`)
    if (!contact) half.push(`the booking ${number} has no contact`)
    if (positions.some((position, index) => position !== index + 1)) half.push(`events of ${number} have gaps`)
    if (JSON.stringify(acts) !== JSON.stringify(kinds.map((kind) => `booking.${kind}`)))
      half.push(`events and audit record of ${number} differ`)
  }
  for (const [number, those] of Map.groupBy(rows, ({ number }) => number))
    if (those.length > 1) doubled.push(`${number} stands on ${those.length} bookings`)
  for (const { id, taken, capacity, people } of slots.rows) {
    if (people !== taken) half.push(`the slot ${id} counts ${taken}, its bookings ${people}`)
    if (people > capacity) doubled.push(`the slot ${id} has ${people} people for ${capacity} places`)
  }
  return { lost, doubled, half }
}
