/** The working days of a year: the administrator reads and sets them. */
import type { FastifyInstance } from 'fastify'
import type { CalendarYear } from '#contract/calendar-desk.ts'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { changeYear, readYear } from './store.ts'

/** The limits that are counted by the calendar. */
export interface Limits {
  /** how many running ones reach into a year */
  readonly runningInto: (year: number) => Promise<number>
  /** counts the running ones anew; returns how many due dates moved */
  readonly recount: () => Promise<number>
}

/** Registers the routes of contract/calendar-desk.ts. */
export function registerCalendarRoutes(app: FastifyInstance, context: Context, limits: Limits): void {
  const { db } = context
  const read = async (year: number): Promise<CalendarYear> => ({
    ...(await readYear(db, year)),
    openLetters: await limits.runningInto(year)
  })

  route(app, context, 'GET /desk/calendar/:year', async ({ params }) => await read(Number(params.year)))

  route(app, context, 'PUT /desk/calendar/:year', async ({ params, body, staff }) => {
    const year = Number(params.year)
    const moved = (await changeYear(db, staff, year, body)) ? await limits.recount() : 0
    return { calendar: await read(year), moved }
  })
}
