/**
 * Reading places 查阅场所: where anybody may read what was made public, with what is needed for it and with help. Governments set
 * them up in archives, public libraries and halls of government services (政府信息公开条例 25).
 */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Day, Id } from './shapes.ts'

/** A time of the day in Asia/Shanghai, such as `09:00`. */
export const ClockTime = T.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', maxLength: 5 })

/** Open from the minute `from` on, shut from the minute `to` on. */
export const OpeningSpan = closed({ from: ClockTime, to: ClockTime })
export type OpeningSpan = T.Static<typeof OpeningSpan>

/** In order and apart from each other. Which days are days of rest the bureau's calendar says, holidays and make-up days included. */
export const OpeningHours = closed({
  workday: T.Array(OpeningSpan, { maxItems: 3 }),
  restday: T.Array(OpeningSpan, { maxItems: 3, description: 'none where it is closed on days of rest' })
})
export type OpeningHours = T.Static<typeof OpeningHours>

/** Days on which a place is closed, the first and the last included. */
export const Closure = closed({
  from: Day,
  to: Day,
  reason: T.String({ minLength: 2, maxLength: 60, pattern: '\\S' })
})
export type Closure = T.Static<typeof Closure>

/** How the bureau's calendar has a day: `makeUp` is a day at the weekend on which people work, `holiday` a day off by law. */
export const placeDayKinds = ['workday', 'makeUp', 'weekend', 'holiday'] as const
export type PlaceDayKind = (typeof placeDayKinds)[number]

/** One day of a place. Without spans it is closed: for the reason of `closure`, or as it always is on such days. */
export const PlaceDay = T.Object({
  day: Day,
  kind: T.Enum(placeDayKinds),
  name: T.Union([T.String(), T.Null()], { description: 'of the holiday, also on the make-up days that belong to it' }),
  spans: T.Array(OpeningSpan),
  closure: T.Union([T.String(), T.Null()], { description: 'why it is closed on that day alone' })
})
export type PlaceDay = T.Static<typeof PlaceDay>

export const ReadingPlace = T.Object({
  id: Id,
  name: T.String(),
  address: T.String(),
  directions: T.String({ description: 'metro, bus, parking; empty where nothing is said' }),
  accessibility: T.String({ description: 'entrance, lift, toilets; empty where nothing is said' }),
  phone: T.String(),
  offers: T.String({ description: 'what can be read there, and with what help; lines of text' }),
  rule: T.String({ description: 'what readers keep to; empty where nothing is said' }),
  hours: OpeningHours,
  closures: T.Array(Closure, { description: 'those that are not over, the next first' }),
  days: T.Array(PlaceDay, { description: 'today and the thirteen days after it' }),
  demo: T.Boolean()
})
export type ReadingPlace = T.Static<typeof ReadingPlace>

export const ReadingPlaceList = T.Object({ places: T.Array(ReadingPlace) })
export type ReadingPlaceList = T.Static<typeof ReadingPlaceList>

export const readingPlaceRoutes = defineRoutes({
  'GET /reading-places': {
    who: 'anyone',
    summary: 'Where anybody may read what was made public, and when',
    reply: { 200: ReadingPlaceList }
  }
})
