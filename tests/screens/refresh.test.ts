import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { Letter } from '#contract/letters.ts'
import type { Booking } from '#contract/open-days.ts'
import { ProblemError } from '#ui/failures.ts'
import { hasBookingNews } from '../../src/citizen/core/bookings.ts'
import { hasNews } from '../../src/citizen/core/cases.ts'
import { useKept } from '../../src/citizen/core/kept.ts'
import type { KeptBooking, KeptCase } from '../../src/citizen/core/phone-rows.ts'
import { refreshBookings } from '../../src/citizen/core/refresh-bookings.ts'
import { refreshCases } from '../../src/citizen/core/refresh-cases.ts'
import { kept, letter } from './own-letter.ts'
import { keepOnly, keptBooking, keptCase } from './phone-in-memory.ts'

// workers are used again: what stands on the phone here must not reach another file
vi.hoisted(() => vi.resetModules())
afterAll(() => vi.resetModules())

const { server } = vi.hoisted(() => ({ server: vi.fn<(route: string, options: object) => Promise<unknown>>() }))
vi.mock('#ui/api.ts', () => ({ api: server, holderHeaders: () => ({}) }))
vi.mock('../../src/citizen/core/phone.ts', async () => (await import('./phone-in-memory.ts')).phoneInMemory)

const number = 'ZX-2026-000001'
const received = '2026-11-23T01:00:00.000Z'
const accepted: Letter['events'] = [
  { kind: 'received', at: received, office: null, moved: null },
  { kind: 'accepted', at: '2026-11-23T02:00:00.000Z', office: null, moved: null }
]
const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString()
const caseOf = (more: Partial<KeptCase> = {}): KeptCase => ({
  ...kept({ state: 'accepted', events: accepted }),
  seenAt: received,
  keptAt: hourAgo(),
  ...more
})
const answered = letter({ state: 'answered', events: accepted })

const ended = '2026-11-05T07:30:00.000Z'
const bookingOf = (now: string, more: object = {}) =>
  ({
    number: 'KF-2026-000001',
    state: 'placed',
    events: [],
    slot: { endsAt: ended },
    now,
    ...more
  }) as unknown as Booking
const ticketOf = (booking: Booking): KeptBooking => ({
  number: booking.number,
  code: '0000-0000-0000',
  booking,
  seenAt: '',
  keptAt: hourAgo()
})

beforeEach(() => {
  server.mockReset()
})

test('a case with news that nobody has opened is read again, and its news stays marked', async () => {
  keepOnly({ cases: [caseOf()] })
  expect(hasNews(keptCase(number))).toBe(true)
  server.mockResolvedValue(answered)
  await refreshCases()
  expect(keptCase(number).state).toBe('answered')
  expect(hasNews(keptCase(number))).toBe(true)
})

test('a booking with news that nobody has opened is read again, and its news stays marked', async () => {
  const offered = { state: 'offered', events: [{ kind: 'offered', at: '2026-11-01T01:00:00.000Z' }] }
  const before = '2026-11-01T02:00:00.000Z'
  keepOnly({ bookings: [ticketOf(bookingOf(before, offered))] })
  server.mockResolvedValue(bookingOf(before, { ...offered, state: 'lapsed' }))
  await refreshBookings()
  expect(keptBooking('KF-2026-000001').booking.state).toBe('lapsed')
  expect(hasBookingNews(keptBooking('KF-2026-000001'))).toBe(true)
})

test.each([
  ['while its slot is ahead', '2026-11-05T07:00:00.000Z', {}, 1],
  ['the day after its slot: it may have been moved', '2026-11-06T07:00:00.000Z', {}, 1],
  ['no more when it still stood so days later', '2026-11-08T07:30:00.000Z', {}, 0],
  ['no more when it was given back', '2026-11-05T07:00:00.000Z', { state: 'cancelled' }, 0]
])('a booking is read again %s', async (_, now, more, times) => {
  keepOnly({ bookings: [ticketOf(bookingOf(now, more))] })
  server.mockResolvedValue(bookingOf('2026-11-06T08:00:00.000Z', { slot: { endsAt: '2026-11-12T07:30:00.000Z' } }))
  await refreshBookings()
  expect(server).toHaveBeenCalledTimes(times)
  expect(keptBooking('KF-2026-000001').booking.slot.endsAt).toBe(times === 1 ? '2026-11-12T07:30:00.000Z' : ended)
})

test('what was read just now is left alone; what was kept by a clock that was ahead is not', async () => {
  server.mockResolvedValue(answered)
  keepOnly({ cases: [caseOf({ keptAt: new Date().toISOString() })] })
  await refreshCases()
  expect(server).not.toHaveBeenCalled()
  keepOnly({ cases: [caseOf({ keptAt: new Date(Date.now() + 86_400_000).toISOString() })] })
  await refreshCases()
  expect(keptCase(number).state).toBe('answered')
})

test('what does not open keeps no other back, and is not tried again', async () => {
  keepOnly({ cases: [caseOf({ number: 'ZX-2026-000009', keptAt: received }), caseOf()] })
  server.mockImplementation(async (_route, { params }: { params?: { number: string } }) => {
    if (params?.number !== number) throw new ProblemError('holder-unknown')
    return letter({ state: 'accepted' })
  })
  await refreshCases()
  expect(server).toHaveBeenCalledTimes(2)
  await refreshCases()
  expect(server).toHaveBeenCalledTimes(2)
})

test('what is kept is asked for again when a list is opened, the app is looked at, and a network comes', async () => {
  keepOnly({ cases: [caseOf()], bookings: [ticketOf(bookingOf('2026-11-01T02:00:00.000Z'))] })
  // without an answer the copies stay old
  server.mockRejectedValue(new Error('no network'))
  const all = useKept()
  const asked = async (times: number) => await vi.waitFor(() => expect(server).toHaveBeenCalledTimes(times))
  await all.follow()
  await asked(2)
  await all.follow()
  await asked(4)
  document.dispatchEvent(new Event('visibilitychange'))
  await asked(6)
  dispatchEvent(new Event('online'))
  await asked(8)
  server.mockImplementation(async (route) =>
    route === 'GET /letters/:number' ? answered : bookingOf('2026-11-01T03:00:00.000Z')
  )
  await all.follow()
  await vi.waitFor(() => expect(all.cases[0]?.state).toBe('answered'))
  await asked(10)
  await all.follow()
  await asked(10)
})
