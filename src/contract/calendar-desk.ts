/** What an administrator says about working days, on top of the announced data. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Day } from './shapes.ts'

/** `off`: a day off; `work`: a make-up day; `ordinary`: neither, whatever the data said. */
export const DayRuling = T.Enum(['off', 'work', 'ordinary'])
export type DayRuling = T.Static<typeof DayRuling>

const CalendarDay = T.Object({
  date: Day,
  ruling: DayRuling,
  name: T.String(),
  source: T.String({ description: 'the announcement it rests on' }),
  byHand: T.Boolean({ description: 'set by an administrator, not by the data that came with the program' })
})

/** One year: whether its holidays are announced, and each day that differs from Monday to Friday. */
export const CalendarYear = T.Object({
  year: T.Integer(),
  announced: T.Boolean(),
  revision: T.Integer({ description: 'send it back with a change' }),
  days: T.Array(CalendarDay),
  openLetters: T.Integer({ description: 'letters whose limit runs into this year' })
})
export type CalendarYear = T.Static<typeof CalendarYear>

/** What a change did to running limits. */
export const CalendarChange = T.Object({ calendar: CalendarYear, moved: T.Integer({ description: 'due dates moved' }) })
export type CalendarChange = T.Static<typeof CalendarChange>

const Year = T.String({ pattern: '^20\\d{2}$', maxLength: 4 })
const Source = T.String({ minLength: 4, maxLength: 200, pattern: '\\S' })
const Revision = T.Integer({ minimum: 0, maximum: 2_147_483_647 })

export const calendarRoutes = defineRoutes({
  'GET /desk/calendar/:year': {
    who: 'staff:calendar:manage',
    summary: 'Working days of a year',
    params: closed({ year: Year }),
    reply: { 200: CalendarYear }
  },
  'PUT /desk/calendar/:year': {
    who: 'staff:calendar:manage',
    summary: 'Set days of a year, and whether it is announced; open due dates are counted anew',
    params: closed({ year: Year }),
    body: closed({
      announced: T.Boolean(),
      days: T.Array(
        closed({ date: Day, ruling: DayRuling, name: T.String({ minLength: 1, maxLength: 40, pattern: '\\S' }) }),
        { maxItems: 120, description: 'the days to change; others stay' }
      ),
      source: Source,
      revision: Revision
    }),
    reply: { 200: CalendarChange }
  }
})
