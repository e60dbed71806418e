/** The years of the calendar, and what is not saved yet. It outlives the page: who looks something up elsewhere finds the changes again. */
import { reactive, ref, shallowReactive } from 'vue'
import { defineStore } from 'pinia'
import type { CalendarYear } from '#contract/calendar-desk.ts'
import { deskCall } from '../core/desk-call.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import { standsAs, type DayEdit } from './days.ts'

/** As many as one saving takes (contract/calendar-desk.ts). */
export const mostDays = 120

interface Edits {
  readonly days: Map<string, DayEdit>
  announced: boolean | undefined
}

export const useCalendar = defineStore('calendar', () => {
  const session = useSession()
  const years = shallowReactive(new Map<number, CalendarYear>())
  const edits = reactive(new Map<number, Edits>())
  const source = ref('')
  let owner: string | undefined

  /** What one person began is not the next one's at the same computer. */
  function begin(): void {
    if (owner !== session.person?.id) {
      edits.clear()
      source.value = ''
    }
    owner = session.person?.id
    years.clear()
  }

  const editsOf = (year: number): Edits => {
    if (!edits.has(year)) edits.set(year, { days: new Map(), announced: undefined })
    return edits.get(year) as Edits
  }

  /** Forgets changes that are no longer any, somebody else having made them. */
  function prune(calendar: CalendarYear): void {
    const { days } = editsOf(calendar.year)
    for (const [date, wanted] of days) {
      const standing = calendar.days.find((day) => day.date === date)
      if (standsAs(standing, wanted)) days.delete(date)
    }
    if (editsOf(calendar.year).announced === calendar.announced) editsOf(calendar.year).announced = undefined
  }

  function take(calendar: CalendarYear): void {
    years.set(calendar.year, calendar)
    prune(calendar)
  }

  async function load(year: number): Promise<void> {
    take(await deskCall('GET /desk/calendar/:year', { params: { year: String(year) } }))
  }

  /** Wants a day to be something; what it is already is no change. */
  function want(date: string, wanted: DayEdit): void {
    const year = Number(date.slice(0, 4))
    editsOf(year).days.set(date, wanted)
    const calendar = years.get(year)
    if (calendar) prune(calendar)
  }

  function wantAnnounced(year: number, announced: boolean): void {
    editsOf(year).announced = announced === years.get(year)?.announced ? undefined : announced
  }

  const leave = (date: string) => editsOf(Number(date.slice(0, 4))).days.delete(date)

  /** Whether a year has anything to be saved. */
  const isChanged = (year: number): boolean => editsOf(year).days.size > 0 || editsOf(year).announced !== undefined

  /**
   * Saves the changes of a year and returns how many due dates moved. When somebody else changed the calendar meanwhile,
   * what stands now is fetched before the problem is thrown on; the changes stay.
   */
  async function save(year: number): Promise<number> {
    const calendar = years.get(year)
    if (!calendar) return 0
    const { days, announced } = editsOf(year)
    try {
      const done = await deskCall('PUT /desk/calendar/:year', {
        params: { year: String(year) },
        body: {
          announced: announced ?? calendar.announced,
          days: [...days].map(([date, { ruling, name }]) => ({ date, ruling, name })),
          source: source.value.trim(),
          revision: calendar.revision
        }
      })
      // other years carry a revision that is no longer the newest
      years.clear()
      take(done.calendar)
      return done.moved
    } catch (error) {
      if (isProblem(error, 'changed-meanwhile')) await load(year)
      throw error
    }
  }

  return { years, edits, source, begin, editsOf, load, want, wantAnnounced, leave, isChanged, save }
})
