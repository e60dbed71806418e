/** Attempts on the routes of open days: bookings held with the code of the letter that the stage holds, and the demo's open days. */
import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Attempt } from './access-attempts.ts'
import type { Stage } from './access-stage.ts'
import { ask, type Asking } from './caller.ts'
import { photograph } from './secret-files.ts'

interface Line {
  readonly id: string
  readonly state: string
}
interface Day {
  readonly id: string
  readonly revision: number
  readonly slots: readonly { id: string; revision: number; capacity: number }[]
  readonly after: { readonly pictures: readonly { id: string; caption: string; kind: 'shown' | 'attendance' }[] }
}

let phones = 0

const party = { kind: 'alone', people: 1, minors: 0, needs: [] }

/** A day with a slot that has room, made by the registry and published by the leader; each stage has its own. */
const days = new WeakMap<Stage, Promise<Day>>()

const instant = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

const draft = {
  kind: 'openDay',
  title: '试用的开放日',
  summary: '试用。',
  programme: '',
  place: { name: '东门', address: '示例路 1 号', directions: '', accessibility: '' },
  materials: [],
  contactPhone: '010-12345678'
}

const slotDraft = () => ({
  title: '第一场',
  startsAt: instant(48),
  endsAt: instant(50),
  meetingPoint: '东门',
  capacity: 5000,
  partyMost: 6,
  opensAt: instant(-1),
  changeUntil: instant(24),
  offerMinutes: 60,
  invited: false
})

const make = async ({ base, registry, leader }: Stage): Promise<Day> => {
  const begun = (await ask(base, 'POST', '/desk/open-days', { session: registry, body: draft })).body as Day
  const path = `/desk/open-days/${begun.id}`
  await ask(base, 'POST', `${path}/slots`, { session: registry, body: slotDraft() })
  const published = await ask(base, 'POST', `${path}/publication`, {
    session: leader,
    body: { revision: begun.revision }
  })
  if (published.status !== 200) throw new Error(`publishing an open day: ${published.status} ${published.text}`)
  return published.body as Day
}

const dayOf = async (stage: Stage): Promise<Day> => {
  const known = days.get(stage) ?? make(stage)
  days.set(stage, known)
  return await known
}

const bookingOf = (code: string, deviceToken: string) => ({
  id: uuidv7(),
  code,
  deviceToken,
  party,
  contact: { phone: `137${String((phones += 1)).padStart(8, '0')}` },
  waitlist: false,
  privacyNotice: '2026-11'
})

/** A booking of its own each time: ten wrong codes are all that one number bears in an hour. */
const held = async (stage: Stage): Promise<{ id: string; number: string }> => {
  const day = await dayOf(stage)
  const { code, deviceToken } = stage.held
  const { status, body, text } = await ask(stage.base, 'POST', `/slots/${day.slots[0]?.id ?? ''}/bookings`, {
    body: bookingOf(code, deviceToken),
    headers: stage.network()
  })
  if (status !== 201) throw new Error(`booking: ${status} ${text}`)
  return body as { id: string; number: string }
}

const asked = async (
  { base }: Stage,
  { subject, relation }: Parameters<Attempt>[1],
  method: string,
  path: string,
  body?: Readonly<Record<string, unknown>> | Buffer
) => {
  const asking: Asking = {
    session: subject.session,
    authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
    withoutToken: relation === 'no-token'
  }
  const answers = [await ask(base, method, path, { ...asking, ...(body ? { body } : {}) })]
  if (method === 'GET') answers.push(await ask(base, 'HEAD', path, asking))
  return answers
}

const onBooking =
  (method: string, what: string, body?: (slotId: string) => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) => {
    const { number } = await held(stage)
    const day = await dayOf(stage)
    return await asked(stage, one, method, `/bookings/${number}${what}`, body?.(day.slots[0]?.id ?? ''))
  }

const onDay =
  (method: string, what: string, body?: (day: Day) => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) => {
    const { id } = await dayOf(stage)
    const path = `/desk/open-days/${id}`
    const day = (await ask(stage.base, 'GET', path, { session: stage.registry })).body as Day
    return await asked(stage, one, method, `${path}${what}`, body?.(day))
  }

/** What ends an open day or a slot is tried on one of its own; and so is publishing, which is not for whoever wrote last. */
const onFreshDay =
  (path: (day: Day) => string, body: (day: Day) => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) => {
    const day = await make(stage)
    return await asked(stage, one, 'POST', path(day), body(day))
  }

const why = () => ({ reason: '会场停电' })

const onSlot =
  (method: string, what: string, body?: (day: Day) => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) => {
    const { id } = await dayOf(stage)
    const day = (await ask(stage.base, 'GET', `/desk/open-days/${id}`, { session: stage.registry })).body as Day
    return await asked(stage, one, method, `/desk/slots/${day.slots[0]?.id ?? ''}${what}`, body?.(day))
  }

const bookingShown: Attempt = async (stage, one) =>
  await asked(stage, one, 'POST', `/desk/bookings/${(await held(stage)).id}/contact`)

const bookIt: Attempt = async (stage, one) => {
  const day = await dayOf(stage)
  const body = bookingOf('0123-4567-89AB', randomBytes(32).toString('base64url'))
  return await asked(stage, one, 'POST', `/slots/${day.slots[0]?.id ?? ''}/bookings`, body)
}

const readOne: Attempt = async (stage, one) => {
  const { upcoming } = (await ask(stage.base, 'GET', '/open-days')).body as { upcoming: readonly Line[] }
  return await asked(stage, one, 'GET', `/open-days/${upcoming[0]?.id ?? 'none'}`)
}

const photo = await photograph('试用')

/** An open day with a picture of each kind. */
const makePictured = async (stage: Stage): Promise<Day> => {
  let day = await make(stage)
  for (const kind of ['shown', 'attendance']) {
    const path = `/desk/open-days/${day.id}/pictures?kind=${kind}&caption=${encodeURIComponent('大厅里的人')}`
    const { status, body, text } = await ask(stage.base, 'POST', path, { session: stage.registry, body: photo })
    if (status !== 201) throw new Error(`a picture: ${status} ${text}`)
    day = body as Day
  }
  return day
}

/** Each stage has one whose pictures stay. */
const pictured = new WeakMap<Stage, Promise<Day>>()

const picturedOf = async (stage: Stage): Promise<Day> => {
  const known = pictured.get(stage) ?? makePictured(stage)
  pictured.set(stage, known)
  return await known
}

const onPicture =
  (method: string, desk: '' | '/desk', kind: 'shown' | 'attendance', of = picturedOf): Attempt =>
  async (stage, one) => {
    const { id, after } = await of(stage)
    const picture = after.pictures.find((other) => other.kind === kind)?.id ?? ''
    return await asked(stage, one, method, `${desk}/open-days/${id}/pictures/${picture}`)
  }

const addsPicture: Attempt = async (stage, one) => {
  const { id } = await make(stage)
  return await asked(stage, one, 'POST', `/desk/open-days/${id}/pictures?kind=attendance&caption=abc`, photo)
}

const arranges: Attempt = async (stage, one) => {
  const { id, after } = await picturedOf(stage)
  const pictures = after.pictures.filter(({ kind }) => kind === 'shown').map((own) => ({ id: own.id, caption: '大厅' }))
  return await asked(stage, one, 'PUT', `/desk/open-days/${id}/pictures`, { kind: 'shown', pictures })
}

export const openDayAttempts: Readonly<Record<string, Attempt>> = {
  'GET /open-days': async (stage, one) => await asked(stage, one, 'GET', '/open-days'),
  'GET /open-days/:id': readOne,
  'GET /open-days/:id/pictures/:picture': onPicture('GET', '', 'shown'),
  'GET /library/open-days': async (stage, one) => await asked(stage, one, 'GET', '/library/open-days'),
  'POST /slots/:id/bookings': bookIt,
  'GET /bookings/:number': onBooking('GET', ''),
  'PUT /bookings/:number/party': onBooking('PUT', '/party', (slotId) => ({ slotId, party })),
  'POST /bookings/:number/cancellation': onBooking('POST', '/cancellation'),
  'PUT /bookings/:number/offer': onBooking('PUT', '/offer', () => ({ accept: true })),
  'POST /bookings/:number/confirmation': onBooking('POST', '/confirmation'),
  'PUT /bookings/:number/feedback': onBooking('PUT', '/feedback', () => ({ overall: 5, understood: 5 })),
  'GET /bookings/:number/own-data': onBooking('GET', '/own-data'),
  'POST /bookings/:number/contact-erasure': onBooking('POST', '/contact-erasure'),
  'GET /bookings/:number/notices': onBooking('GET', '/notices'),
  'PUT /bookings/:number/notices': onBooking('PUT', '/notices', () => ({
    channel: 'email',
    on: false,
    language: 'zh'
  })),
  'GET /desk/open-days': async (stage, one) => await asked(stage, one, 'GET', '/desk/open-days'),
  'GET /desk/open-days/:id': onDay('GET', ''),
  'POST /desk/open-days': async (stage, one) => await asked(stage, one, 'POST', '/desk/open-days', draft),
  'PUT /desk/open-days/:id': onDay('PUT', '', ({ revision }) => ({ draft, revision })),
  'POST /desk/open-days/:id/publication': onFreshDay(
    ({ id }) => `/desk/open-days/${id}/publication`,
    ({ revision }) => ({ revision })
  ),
  'POST /desk/open-days/:id/cancellation': onFreshDay(({ id }) => `/desk/open-days/${id}/cancellation`, why),
  'PUT /desk/open-days/:id/after': onDay('PUT', '/after', () => ({ text: '试用', handedOut: 1 })),
  'GET /desk/open-days/:id/pictures/:picture': onPicture('GET', '/desk', 'attendance'),
  'POST /desk/open-days/:id/pictures': addsPicture,
  'PUT /desk/open-days/:id/pictures': arranges,
  'DELETE /desk/open-days/:id/pictures/:picture': onPicture('DELETE', '/desk', 'shown', makePictured),
  'POST /desk/open-days/:id/slots': onDay('POST', '/slots', slotDraft),
  'PUT /desk/slots/:id': onSlot('PUT', '', ({ slots }) => ({ draft: slotDraft(), revision: slots[0]?.revision ?? 1 })),
  'POST /desk/slots/:id/cancellation': onFreshDay(({ slots }) => `/desk/slots/${slots[0]?.id ?? ''}/cancellation`, why),
  'GET /desk/slots/:id/bookings': onSlot('GET', '/bookings'),
  'POST /desk/bookings/:id/contact': bookingShown,
  'GET /desk/open-day-figures/:year': async (stage, one) =>
    await asked(stage, one, 'GET', '/desk/open-day-figures/2026'),
  'GET /desk/doors': async (stage, one) => await asked(stage, one, 'GET', '/desk/doors'),
  'GET /desk/open-days/:id/door': onDay('GET', '/door'),
  'POST /desk/open-days/:id/check-ins': onDay('POST', '/check-ins', ({ slots }) => ({
    checkIns: [
      {
        id: uuidv7(),
        slotId: slots[0]?.id ?? '',
        bookingId: null,
        people: 1,
        at: new Date().toISOString(),
        door: '东门'
      }
    ]
  }))
}
