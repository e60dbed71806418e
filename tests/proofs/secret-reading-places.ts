/** What is written of reading places, planted: all of it is for everybody, and who wrote it or noted a visit is for the desk. */
import { uuidv7 } from 'uuidv7'
import { dayOf } from '#contract/calendar.ts'
import type { Caller } from './secret-caller.ts'
import { anybody, fetchRaw, type Place } from './secret-places.ts'
import type { Staff } from './secret-staff.ts'
import { latinOf, type Words } from './secret-words.ts'

const today = (): string => dayOf(new Date())

const draftOf = (words: Words, name: string) => {
  const word = (what: string): string => words.make(`${name}: ${what}`, 'public')
  return {
    name: word('name'),
    address: word('address'),
    directions: word('directions'),
    accessibility: word('accessibility'),
    phone: '010-12345678',
    offers: word('offers'),
    rule: word('rule'),
    hours: { workday: [{ from: '09:00', to: '17:00' }], restday: [] },
    closures: [{ from: today(), to: today(), reason: word('closure') }]
  }
}

/** One that is changed and visited. */
export const plantReadingPlaces = async ({ words, call }: Caller, { registry, door }: Staff): Promise<void> => {
  const id = uuidv7()
  const body = { id, ...draftOf(words, 'reading place, before') }
  await call('POST', '/desk/reading-places', {}, { session: registry, status: 201, body })
  const change = { ...draftOf(words, 'reading place'), revision: 1 }
  await call('PUT', '/desk/reading-places/:id', { id }, { session: registry, body: change })
  const visit = { id: uuidv7(), day: today(), purpose: 'help', people: 2 }
  await call('POST', '/desk/reading-places/:id/visits', { id }, { session: door, status: 201, body: visit })
}

/** What the desk can be asked for of them. */
export const readingPlacePaths: readonly string[] = [
  '/desk/reading-places',
  '/desk/reading-visits',
  `/desk/reading-figures/${today().slice(0, 4)}`
]

/** What everybody reads of them. */
export const readingPlacePlaces = async (base: string, words: Words): Promise<Place[]> => {
  const holds = [latinOf(words, 'reading place: name'), latinOf(words, 'reading place: closure')]
  const places: Place[] = []
  for (const path of ['/api/reading-places', '/reading-places', '/en/reading-places']) {
    const { parts } = await fetchRaw(base, path, { headers: { accept: 'text/html, */*' } })
    places.push({ kind: 'public list', name: `GET ${path}`, parts, allows: anybody, holds })
  }
  return places
}
