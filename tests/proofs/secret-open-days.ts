/** What is written of open days, planted: one that is never published, one that everybody reads, bookings of a group and a family. */
import { randomBytes, randomInt } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { freshCode } from './caller.ts'
import type { Caller } from './secret-caller.ts'
import { plantPicture } from './secret-pictures.ts'
import { anybody, fetchRaw, type Place } from './secret-places.ts'
import type { Staff } from './secret-staff.ts'
import { latinOf, type Level, type Secret, type Words } from './secret-words.ts'

/** Who booked, and what only the desk knows of it. */
export const bookingKey = 'booking'
/** What is being written and what a door notes: the registry's and the leader's, and of the doors. */
export const writtenKey = 'open day in writing'
export const doorKey = 'door'

export interface PlantedOpenDays {
  readonly hidden: string
  readonly shown: string
  /** the pictures of the shown one, by their kind */
  readonly pictures: Readonly<Record<'shown' | 'attendance', string>>
  readonly slot: string
  readonly number: string
  readonly code: string
}

interface Day {
  readonly id: string
  readonly revision: number
  readonly slots: readonly { readonly id: string; readonly revision: number; readonly inviteCode: string | null }[]
}

const instant = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

const draftOf = (words: Words, name: string, level: Level, key: string | undefined) => {
  const word = (what: string): string => words.make(`${name}: ${what}`, level, key)
  return {
    kind: 'openDay',
    title: `开放日${word('title')}`,
    summary: word('summary'),
    programme: word('programme'),
    place: {
      name: word('place'),
      address: word('address'),
      directions: word('directions'),
      accessibility: word('accessibility')
    },
    materials: [
      { name: word('material'), url: `/articles/${words.makeLatin(`${name}: address of a material`, level, key)}` }
    ],
    contactPhone: '010-12345678'
  }
}

const slotOf = (words: Words, name: string, level: Level, key: string | undefined, changes: object = {}) => ({
  title: words.make(`${name}: title of a slot`, level, key),
  startsAt: instant(48),
  endsAt: instant(50),
  meetingPoint: words.make(`${name}: meeting point`, level, key),
  capacity: 20,
  partyMost: 6,
  opensAt: instant(-1),
  changeUntil: instant(24),
  offerMinutes: 60,
  invited: false,
  ...changes
})

/** Begun and changed, never published. */
const plantHidden = async ({ words, call }: Caller, { registry }: Staff): Promise<string> => {
  const session = registry
  const names = (
    await call(
      'POST',
      '/desk/open-days',
      {},
      { session, status: 201, body: draftOf(words, writtenKey, 'desk', writtenKey) }
    )
  ).body as Day
  const { id } = names
  const changed = (
    await call(
      'PUT',
      '/desk/open-days/:id',
      { id },
      {
        session,
        body: { draft: draftOf(words, `${writtenKey}, changed`, 'desk', writtenKey), revision: names.revision }
      }
    )
  ).body as Day
  await call(
    'POST',
    '/desk/open-days/:id/slots',
    { id },
    {
      session,
      status: 201,
      body: slotOf(words, writtenKey, 'desk', writtenKey)
    }
  )
  const { slots } = (await call('GET', '/desk/open-days/:id', { id: changed.id }, { session })).body as Day
  await call(
    'PUT',
    '/desk/slots/:id',
    { id: slots[0]?.id ?? '' },
    {
      session,
      body: { draft: slotOf(words, `${writtenKey}, changed`, 'desk', writtenKey), revision: slots[0]?.revision }
    }
  )
  return id
}

/** Fills a booking's words in, and knows them. */
const plantBooking = async ({ words, call }: Caller, slot: string, invite: string) => {
  const code = freshCode()
  const deviceToken = randomBytes(32).toString('base64url')
  const phone = `136${String(randomInt(10 ** 8)).padStart(8, '0')}`
  words.know(`${bookingKey}: query code`, 'nobody', bookingKey, code, code.replaceAll('-', ''))
  words.know(`${bookingKey}: device token`, 'nobody', bookingKey, deviceToken, Buffer.from(deviceToken, 'base64url'))
  words.know(`${bookingKey}: telephone`, 'sealed', bookingKey, phone)
  const party = (what: string) => ({
    kind: 'group',
    people: 3,
    minors: 1,
    needs: ['wheelchair'],
    groupName: words.make(`${bookingKey}: ${what}`, 'sealed', bookingKey)
  })
  const body = {
    id: uuidv7(),
    code,
    deviceToken,
    party: party('name of a group'),
    contact: { phone, email: `${words.makeLatin(`${bookingKey}: e-mail`, 'sealed', bookingKey)}@example.com` },
    invite,
    waitlist: true,
    privacyNotice: '2026-11'
  }
  const booked = await call('POST', '/slots/:id/bookings', { id: slot }, { status: 201, body })
  const { number, id } = booked.body as { number: string; id: string }
  const authorization = `Code ${code}`
  await call(
    'PUT',
    '/bookings/:number/party',
    { number },
    {
      authorization,
      body: { slotId: slot, party: party('name of a group, changed') }
    }
  )
  const address = `${words.makeLatin(`${bookingKey}: address of notices`, 'sealed', bookingKey)}@example.com`
  await call(
    'PUT',
    '/bookings/:number/notices',
    { number },
    { authorization, body: { channel: 'email', on: true, language: 'zh', address } }
  )
  return { number, id, code, authorization }
}

/** Writes every word where it belongs. */
export const plantOpenDays = async (caller: Caller, staff: Staff): Promise<PlantedOpenDays> => {
  const { words, call } = caller
  const { registry, leader, door } = staff
  const hidden = await plantHidden(caller, staff)
  const begun = (
    await call(
      'POST',
      '/desk/open-days',
      {},
      { session: registry, status: 201, body: draftOf(words, 'public open day', 'public', undefined) }
    )
  ).body as Day
  const { id } = begun
  const slotDraft = slotOf(words, 'public open day', 'public', undefined, { invited: true })
  await call('POST', '/desk/open-days/:id/slots', { id }, { session: registry, status: 201, body: slotDraft })
  const day = (
    await call(
      'POST',
      '/desk/open-days/:id/publication',
      { id },
      { session: leader, body: { revision: begun.revision } }
    )
  ).body as Day
  const [slot] = day.slots
  if (!slot?.inviteCode) throw new Error('the slot has no code')
  words.know(`${writtenKey}: code of an invitation`, 'desk', writtenKey, slot.inviteCode)
  const booking = await plantBooking(caller, slot.id, slot.inviteCode)
  const doorName = words.make(`${doorKey}: name`, 'desk', doorKey).slice(0, 20)
  const checkIn = { slotId: slot.id, people: 2, at: instant(0), door: doorName }
  await call(
    'POST',
    '/desk/open-days/:id/check-ins',
    { id },
    {
      session: door,
      body: { checkIns: [{ ...checkIn, id: uuidv7(), bookingId: booking.id }] }
    }
  )
  await call('POST', '/desk/bookings/:id/contact', { id: booking.id }, { session: registry })
  // it is over now
  const over = {
    ...slotDraft,
    startsAt: instant(-3),
    endsAt: instant(-1),
    opensAt: instant(-30),
    changeUntil: instant(-5)
  }
  await call(
    'PUT',
    '/desk/slots/:id',
    { id: slot.id },
    { session: registry, body: { draft: over, revision: slot.revision } }
  )
  const { number, authorization } = booking
  await call(
    'PUT',
    '/bookings/:number/feedback',
    { number },
    {
      authorization,
      body: { overall: 4, understood: 5, comment: words.make(`${bookingKey}: feedback`, 'sender', bookingKey) }
    }
  )
  await call(
    'PUT',
    '/desk/open-days/:id/after',
    { id },
    {
      session: registry,
      body: { text: words.make('public open day: afterwards', 'public'), handedOut: 3 }
    }
  )
  const pictures = {
    shown: await plantPicture(caller, staff, { id, kind: 'shown', key: writtenKey }),
    attendance: await plantPicture(caller, staff, { id, kind: 'attendance', key: writtenKey })
  }
  await plantCancelled(caller, staff)
  return { hidden, shown: id, pictures, slot: slot.id, number, code: booking.code }
}

/** One whose slot is called off, and which is then cancelled whole. */
const plantCancelled = async ({ words, call }: Caller, { registry, leader }: Staff): Promise<void> => {
  const draft = draftOf(words, 'cancelled open day', 'public', undefined)
  const begun = (await call('POST', '/desk/open-days', {}, { session: registry, status: 201, body: draft })).body as Day
  const { id } = begun
  await call(
    'POST',
    '/desk/open-days/:id/slots',
    { id },
    {
      session: registry,
      status: 201,
      body: slotOf(words, 'cancelled open day', 'public', undefined)
    }
  )
  const day = (
    await call(
      'POST',
      '/desk/open-days/:id/publication',
      { id },
      { session: leader, body: { revision: begun.revision } }
    )
  ).body as Day
  await call(
    'POST',
    '/desk/slots/:id/cancellation',
    { id: day.slots[0]?.id ?? '' },
    {
      session: registry,
      body: { reason: words.make('cancelled open day: why a slot', 'public') }
    }
  )
  await call(
    'POST',
    '/desk/open-days/:id/cancellation',
    { id },
    {
      session: leader,
      body: { reason: words.make('cancelled open day: why', 'public') }
    }
  )
}

/** What the desk can be asked for of them. */
export const openDayPaths = ({ hidden, shown, pictures, slot }: PlantedOpenDays): string[] => [
  '/desk/open-days',
  ...[hidden, shown].map((id) => `/desk/open-days/${id}`),
  ...Object.values(pictures).map((picture) => `/desk/open-days/${shown}/pictures/${picture}`),
  `/desk/slots/${slot}/bookings`,
  `/desk/open-day-figures/${new Date().getFullYear()}`,
  '/desk/doors',
  ...[hidden, shown].map((id) => `/desk/open-days/${id}/door`)
]

/** What a door may know: its own notes, and nothing of what is being written or of who booked. */
export const ofDoor = ({ level, letter }: Secret): boolean => level === 'desk' && letter === doorKey

/** What everybody reads of them, the calendar that is subscribed to, and the booking as its holder reads it. */
export const openDayPlaces = async (
  base: string,
  { hidden, shown, pictures, number, code }: PlantedOpenDays,
  words: Words
): Promise<Place[]> => {
  const title = latinOf(words, 'public open day: title')
  const places: Place[] = []
  const looked: [string, string[]][] = [
    ['/api/open-days', [title]],
    ['/api/library/open-days', [title]],
    [`/api/open-days/${shown}`, [title, latinOf(words, 'public open day: afterwards')]],
    [`/api/open-days/${hidden}`, []],
    ...Object.values(pictures).map((picture): [string, string[]] => [
      `/api/open-days/${shown}/pictures/${picture}`,
      []
    ]),
    ['/open-days/calendar.ics', [title]],
    ['/open-days', []],
    [`/open-days/${shown}`, []],
    [`/open-days/${hidden}`, []],
    [`/api/bookings/${number}`, []]
  ]
  for (const [path, holds] of looked) {
    const { parts } = await fetchRaw(base, path, { headers: { accept: 'text/html, */*' } })
    // a line of a calendar is folded after so many bytes
    const whole = path.endsWith('.ics')
      ? parts.map((part) => Buffer.from(part.toString().replaceAll('\r\n ', '')))
      : parts
    places.push({ kind: 'public list', name: `GET ${path}`, parts: whole, allows: anybody, holds })
  }
  const own = (secret: Secret): boolean =>
    anybody(secret) || (secret.letter === bookingKey && (secret.level === 'sender' || secret.level === 'sealed'))
  for (const what of ['', '/own-data']) {
    const { parts } = await fetchRaw(base, `/api/bookings/${number}${what}`, {
      headers: { authorization: `Code ${code}` }
    })
    places.push({
      kind: 'holder',
      name: `the booking read by its holder${what}`,
      parts,
      allows: own,
      holds: [latinOf(words, `${bookingKey}: name of a group, changed`)]
    })
  }
  return places
}
