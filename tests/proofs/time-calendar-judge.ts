/** Judges the calendar's answers by the oracle; the same in every time zone. */
import {
  dayOf,
  deadline,
  explainDay,
  isWorkingDay,
  plusDays,
  workingDaysBetween,
  type Deadline,
  type ExplainedDay,
  type WorkingCalendar
} from '#contract/calendar.ts'
import { announcedCalendar as calendar } from '#server/core/working-calendar.ts'
import type { Dice } from './proof.ts'
import {
  dayAfter,
  dayInShanghai,
  daysOfLimit,
  firstYear,
  knownDays,
  lastYear,
  workedBetween,
  type KnownDay,
  type Rest
} from './time-calendar-oracle.ts'

export const kinds = [
  'examples',
  'days',
  'days between',
  'random limits',
  'pauses',
  'edges',
  'midnight',
  'unknown years'
] as const
export type Kind = (typeof kinds)[number]
export type Note = (kind: Kind, good: boolean, what: string) => void

/** 清明 and 清明节 are one name. */
const plain = (name = ''): string => name.replace(/节$/, '')

const namedRightly = (told: ExplainedDay, known: KnownDay): boolean =>
  told.date === known.date && told.reason === known.kind && plain(told.name) === plain(known.name)

/** What follows may yet be moved by the notice of the year after the last known one. */
const lastCertain = `${lastYear}-12-25`

/** What is wrong with a due date and its explanation; empty when nothing is. */
export const faultOf = (told: Deadline, known: readonly KnownDay[]): string => {
  const due = known.at(-1)?.date ?? ''
  if (told.dueOn !== due) return `due ${told.dueOn}, not ${due}`
  if (told.provisional !== due > lastCertain)
    return `due ${told.dueOn} is ${told.provisional ? '' : 'not '}called provisional`
  if (told.days.length !== known.length) return `${told.days.length} days are explained, not ${known.length}`
  let count = 0
  for (const [at, day] of known.entries()) {
    const one = told.days[at]!
    if (!namedRightly(one, day)) return `${JSON.stringify(one)} should be ${JSON.stringify(day)}`
    const expected = day.works ? (count += 1) : undefined
    if (one.count !== expected) return `${day.date} counts as ${one.count}, not ${expected}`
  }
  return ''
}

const judgeLimit = (note: Note, kind: Kind, receivedOn: string, limit: number, rests: readonly Rest[] = []): void => {
  const known = daysOfLimit(receivedOn, limit, rests)
  if (!known) return
  const pauses = rests.map(([from, to]) => ({ from, to }))
  const fault = faultOf(deadline(receivedOn, limit, calendar, pauses), known)
  note(kind, fault === '', `${receivedOn} and ${limit}, resting ${JSON.stringify(rests)}: ${fault}`)
}

/** Worked out by hand: a limit, the days in which it rests (after the first, up to the last), and its last day. */
const examples: readonly [
  receivedOn: string,
  limit: number,
  rest: readonly [string, string] | undefined,
  due: string
][] = [
  ['2026-09-21', 20, undefined, '2026-10-26'],
  ['2026-09-21', 7, undefined, '2026-10-08'],
  ['2026-03-02', 20, undefined, '2026-03-30'],
  ['2026-03-02', 20, ['2026-03-09', '2026-03-25'], '2026-04-16'],
  ['2026-10-26', 20, undefined, '2026-11-23']
]

const judgeExamples = (note: Note): void => {
  for (const [receivedOn, limit, rest, due] of examples) {
    const rested = rest ? workingDaysBetween(...rest, calendar) : 0
    if (rest) note('examples', rested === 12, `${rest.join(' to ')} are ${rested} working days, not 12`)
    const told = deadline(receivedOn, limit + rested, calendar)
    note('examples', told.dueOn === due, `${receivedOn} and ${limit} + ${rested}: due ${told.dueOn}, not ${due}`)
    judgeLimit(note, 'examples', receivedOn, limit + rested)
    if (rest) judgeLimit(note, 'examples', receivedOn, limit, [rest])
  }
  // before 2027 was announced: New Year's Day is off by law, so it is one day more than Monday to Friday would make it
  const told = deadline('2026-12-10', 20, calendar)
  note('examples', told.dueOn === '2027-01-08', `over New Year 2027: due ${told.dueOn}, not 2027-01-08`)
  note('examples', told.provisional, 'a due date in 2027 is not called provisional')
}

/** Every day by itself, its neighbours, and the instants around its midnight in Shanghai. */
const judgeDays = (note: Note): void => {
  for (const day of knownDays) {
    const told = explainDay(day.date, calendar)
    note('days', namedRightly(told, day), `${JSON.stringify(told)} should be ${JSON.stringify(day)}`)
    note(
      'days',
      isWorkingDay(day.date, calendar) === day.works,
      `${day.date}: ${day.works ? 'works' : 'does not work'}`
    )
    const next = dayAfter(day.date)
    if (next === undefined) continue
    note(
      'days',
      plusDays(day.date, 1) === next && plusDays(next, -1) === day.date,
      `${next} does not follow ${day.date}`
    )
    for (const time of ['00:00:00.000', '15:59:59.999', '16:00:00.000', '23:59:59.999']) {
      const instant = `${day.date}T${time}Z`
      const shown = dayOf(new Date(instant))
      note('midnight', shown === dayInShanghai(instant), `${instant} is ${shown} in Shanghai`)
    }
  }
}

const lastDay = `${lastYear}-12-31`

/** Up to three pauses in any order, some of them touching or lying over one another, some after the limit has run out. */
const judgePauses = (note: Note, receivedOn: string, limit: number, throws: Dice): void => {
  const rests = Array.from({ length: throws.below(3) + 1 }, (): Rest => {
    const from = dayAfter(receivedOn, throws.below(60)) ?? lastDay
    return [from, dayAfter(from, throws.below(throws.chance(0.2) ? 60 : 12)) ?? lastDay]
  })
  judgeLimit(note, 'pauses', receivedOn, limit, rests)
  const to = dayAfter(receivedOn, throws.below(90)) ?? lastDay
  const known = daysOfLimit(receivedOn, 500, rests)?.filter(({ date, works }) => works && date <= to).length
  const pauses = rests.map(([from, until]) => ({ from, to: until }))
  const told = workingDaysBetween(receivedOn, to, calendar, pauses)
  if (known !== undefined)
    note('pauses', told === known, `${receivedOn} to ${to}, resting ${JSON.stringify(rests)}: ${told}, not ${known}`)
}

const judgeDraws = (note: Note, draws: number, throws: Dice): void => {
  for (let drawn = 0; drawn < draws;) {
    const { date } = throws.pick(knownDays)
    const limit = throws.below(60) + 1
    if (!daysOfLimit(date, limit)) continue
    drawn += 1
    judgeLimit(note, 'random limits', date, limit)
    judgePauses(note, date, limit, throws)
    const to = dayAfter(date, throws.chance(0.05) ? throws.below(400) : throws.below(60)) ?? lastDay
    const told = workingDaysBetween(date, to, calendar)
    const back = workingDaysBetween(to, date, calendar)
    const expected = workedBetween(date, to)
    note('days between', told === expected, `${date} to ${to}: ${told}, not ${expected}`)
    note('days between', back + expected === 0, `${to} back to ${date}: ${back}, not ${-expected}`)
  }
}

/** Up to three days before and after what is unusual, every limit up to twenty. */
const judgeEdges = (note: Note): void => {
  const starts = new Set<string>([`${firstYear - 1}-12-31`])
  for (const [at, { date, kind }] of knownDays.entries()) {
    const turns =
      kind === 'makeUp' ||
      /-(12-31|01-01|02-29)$/.test(date) ||
      (kind === 'holiday') !== (knownDays[at - 1]?.kind === 'holiday')
    if (turns) for (const { date: near } of knownDays.slice(Math.max(0, at - 3), at + 4)) starts.add(near)
  }
  for (const start of starts) for (let limit = 1; limit <= 20; limit += 1) judgeLimit(note, 'edges', start, limit)
}

/** A due date is provisional when, and only when, its days run past 25 December while the next year is not announced. */
const judgeUnknown = (note: Note): void => {
  const { announcedYears } = calendar
  for (let year = firstYear; year <= lastYear; year += 1)
    note('unknown years', announcedYears.includes(year), `${year} is not announced`)
  note('unknown years', !announcedYears.includes(lastYear + 1), `${lastYear + 1} is announced: type it into the oracle`)
  const border = (year: number, years: WorkingCalendar): void => {
    const end = `${year}-12-25`
    for (const { date } of knownDays.filter((day) => day.date.startsWith(`${year}-1`) && day.date <= end)) {
      const left = workedBetween(date, end)
      for (const limit of [1, left - 1, left, left + 1, left + 2].filter((days) => days >= 1)) {
        const { provisional } = deadline(date, limit, years)
        const expected = limit > left
        note(
          'unknown years',
          provisional === expected,
          `${date} and ${limit}, none known after ${year}: not ${expected}`
        )
      }
    }
  }
  border(lastYear, calendar)
  border(lastYear - 1, { ...calendar, announcedYears: announcedYears.filter((year) => year < lastYear) })
  for (const [start, limit, expected] of [
    ['2026-12-10', 11, false],
    ['2026-12-10', 12, true],
    ['2026-12-10', 16, true],
    ['2026-12-31', 1, true]
  ] as const)
    note(
      'unknown years',
      deadline(start, limit, calendar).provisional === expected,
      `${start} and ${limit}: not ${expected}`
    )
}

export const judgeCalendar = (note: Note, draws: number, throws: Dice): void => {
  judgeExamples(note)
  judgeDays(note)
  judgeDraws(note, draws, throws)
  judgeEdges(note)
  judgeUnknown(note)
}
