/** Reading places at the desk: the register of them, and how many came, for what; nobody who came is named. */
import * as T from 'typebox'
import { Closure, OpeningHours } from './reading-places.ts'
import { defineRoutes } from './route.ts'
import { closed, Day, Id, Instant } from './shapes.ts'

/** What staff write of a place. */
export const ReadingPlaceDraft = closed({
  name: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' }),
  address: T.String({ minLength: 2, maxLength: 120, pattern: '\\S' }),
  directions: T.String({ maxLength: 500 }),
  accessibility: T.String({ maxLength: 500 }),
  phone: T.String({ pattern: '^[0-9][0-9 -]{5,19}$', maxLength: 20 }),
  offers: T.String({ minLength: 2, maxLength: 500, pattern: '\\S' }),
  rule: T.String({ maxLength: 300 }),
  hours: OpeningHours,
  closures: T.Array(Closure, { maxItems: 20 })
})
export type ReadingPlaceDraft = T.Static<typeof ReadingPlaceDraft>

export const DeskReadingPlace = T.Object({
  id: Id,
  ...ReadingPlaceDraft.properties,
  closedOn: T.Union([Day, T.Null()], { description: 'the day since which it is given up' }),
  revision: T.Integer({ description: 'send it back with a change' }),
  changedBy: T.String(),
  changedAt: Instant,
  demo: T.Boolean()
})
export type DeskReadingPlace = T.Static<typeof DeskReadingPlace>

/** What people came for: to read 查阅, for a copy 复制, to have something looked up for them 请人帮查. */
export const visitPurposes = ['read', 'copy', 'help'] as const
export const VisitPurpose = T.Enum(visitPurposes)
export type VisitPurpose = (typeof visitPurposes)[number]

/** A visit is noted on its day, or up to so many days after it. */
export const visitDaysBack = 31

/** So many people of one visit. */
export const mostVisitors = 200

/** `id` is made at the desk: the same id with the same content is one visit, with another content it is `already-sent`. */
export const ReadingVisitDraft = closed({
  id: Id,
  day: Day,
  purpose: VisitPurpose,
  people: T.Integer({ minimum: 1, maximum: mostVisitors })
})
export type ReadingVisitDraft = T.Static<typeof ReadingVisitDraft>

export const ReadingVisit = T.Object({
  ...ReadingVisitDraft.properties,
  place: T.Object({ id: Id, name: T.String() }),
  notedBy: T.String({ description: 'the member of staff' }),
  notedAt: Instant,
  withdrawnAt: T.Union([Instant, T.Null()], { description: 'since then it is not counted' })
})
export type ReadingVisit = T.Static<typeof ReadingVisit>

/** The figures of a year for the reports. Visits are counted in people, by the day on which they came. */
export const ReadingFigures = T.Object({
  year: T.Integer(),
  places: T.Integer({ description: 'that stood in the year, if only for a part of it' }),
  people: T.Integer(),
  byPlace: T.Array(T.Object({ id: Id, name: T.String(), people: T.Integer() })),
  byMonth: T.Array(T.Integer(), { description: 'twelve, from January on' }),
  byPurpose: T.Object({ read: T.Integer(), copy: T.Integer(), help: T.Integer() })
})
export type ReadingFigures = T.Static<typeof ReadingFigures>

const one = closed({ id: Id })
const Revision = T.Integer({ minimum: 1 })

export const deskReadingPlaceRoutes = defineRoutes({
  'GET /desk/reading-places': {
    who: 'staff:readingPlaces:log',
    summary: 'All reading places, those that were given up last',
    reply: { 200: T.Array(DeskReadingPlace) }
  },
  'POST /desk/reading-places': {
    who: 'staff:readingPlaces:write',
    summary: 'Add a reading place; everybody reads it at once',
    body: closed({ id: Id, ...ReadingPlaceDraft.properties }),
    reply: { 201: DeskReadingPlace }
  },
  'PUT /desk/reading-places/:id': {
    who: 'staff:readingPlaces:write',
    summary: 'Change a reading place; everybody reads it at once',
    params: one,
    body: closed({ ...ReadingPlaceDraft.properties, revision: Revision }),
    reply: { 200: DeskReadingPlace }
  },
  'POST /desk/reading-places/:id/giving-up': {
    who: 'staff:readingPlaces:write',
    summary: 'Give a reading place up from today on; its visits stay counted',
    params: one,
    body: closed({ revision: Revision }),
    reply: { 200: DeskReadingPlace }
  },
  'POST /desk/reading-places/:id/visits': {
    who: 'staff:readingPlaces:log',
    summary: 'Note how many came, and what for',
    params: one,
    body: ReadingVisitDraft,
    reply: { 201: ReadingVisit }
  },
  'GET /desk/reading-visits': {
    who: 'staff:readingPlaces:log',
    summary: 'The visits that were noted last, the newest first, withdrawn ones included',
    reply: { 200: T.Array(ReadingVisit) }
  },
  'POST /desk/reading-visits/:id/withdrawal': {
    who: 'staff:readingPlaces:log',
    summary: 'Take a visit out of the count that was noted by mistake',
    params: one,
    reply: { 200: ReadingVisit }
  },
  'GET /desk/reading-figures/:year': {
    who: 'staff:readingPlaces:log',
    summary: 'The figures of a year',
    params: closed({ year: T.String({ pattern: '^20\\d{2}$', maxLength: 4 }) }),
    reply: { 200: ReadingFigures }
  }
})
