/**
 * time:calendar. Due dates, their explanations and the day of an instant are judged by an oracle that counts days one by
 * one, in processes of four time zones; then letters are sent to servers on both sides of the date line, around midnight
 * in Shanghai. 2,000, 10,000 or 50,000 random limits in each zone. The plant takes make-up days for plain weekend.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Deadline } from '#contract/calendar.ts'
import { ask, letterDraft } from './caller.ts'
import { plantWord, type Plant } from './plant.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer } from './server.ts'
import { faultOf, kinds } from './time-calendar-judge.ts'
import { dayInShanghai, daysOfLimit } from './time-calendar-oracle.ts'
import type { ZoneVerdict } from './time-calendar-zone.ts'

const guard: Plant = {
  file: 'src/contract/calendar.ts',
  guard: "if (makeUp !== undefined) return { date, reason: 'makeUp', name: makeUp }",
  instead: "if (makeUp !== undefined) return { date, reason: 'weekend', name: makeUp }"
}

/** How many minutes each is behind UTC in July. */
const zones = { 'Asia/Shanghai': -480, UTC: 0, 'America/New_York': 240, 'Pacific/Kiritimati': -840 }

const judgeIn = async (zone: string, draws: number, seed: number, plants: readonly Plant[]): Promise<ZoneVerdict> => {
  const at = (file: string): string => join(import.meta.dirname, file)
  const planted = plants.length > 0 ? ['--import', at('plant.ts')] : []
  const child = spawn(process.execPath, [...planted, at('time-calendar-zone.ts'), String(draws), String(seed)], {
    env: { ...process.env, TZ: zone, PROOF_PLANTS: JSON.stringify(plants) },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (child.exitCode !== 0) throw new Error(`judging in ${zone} ended with ${child.exitCode}:\n${errors}`)
  for (const { file } of plants)
    if (!errors.includes(plantWord(file))) throw new Error(`the plant found nothing to remove: ${file} was not read`)
  return JSON.parse(output) as ZoneVerdict
}

/** Instants at which letters arrive, oldest first; the first two are what the short form sends. */
const arrivals: readonly [zone: string, instant: string, what: string][] = [
  ['America/New_York', '2026-09-20T15:57:00.000Z', 'a make-up Sunday, late in the evening'],
  ['Pacific/Kiritimati', '2026-09-20T16:00:00.000Z', 'the first seconds of a Monday'],
  ['America/New_York', '2026-09-30T16:00:00.000Z', 'the first seconds of the national day'],
  ['Pacific/Kiritimati', '2026-10-09T15:57:00.000Z', 'the eve of a make-up Saturday'],
  ['America/New_York', '2026-12-09T16:00:00.000Z', 'the last limit that ends within the year'],
  ['Pacific/Kiritimati', '2026-12-10T16:00:00.000Z', 'the first limit that runs into the next year']
]

interface Receipt {
  readonly number: string
  readonly receivedAt: string
  readonly due: Deadline & { readonly limit: number }
}

/** Sends a letter and opens it again; tells what is wrong with its due date. */
const faultOverHttp = async (base: string, instant: string): Promise<string> => {
  const draft = letterDraft()
  const sent = await ask(base, 'POST', '/letters', { body: draft })
  if (sent.status !== 201) throw new Error(`sending a letter: ${sent.status} ${sent.text.slice(0, 300)}`)
  const { number, receivedAt, due } = sent.body as Receipt
  const late = Date.parse(receivedAt) - Date.parse(instant)
  if (late < 0 || late > 170_000) return `received at ${receivedAt}, asked for ${instant}`
  const receivedOn = dayInShanghai(receivedAt)
  const known = daysOfLimit(receivedOn, due.limit)
  if (known) {
    const fault = faultOf(due, known)
    if (fault !== '') return fault
  } else if (!due.provisional) return `${due.dueOn} runs into an unknown year and is not provisional`
  if (number.split('-')[1] !== receivedOn.slice(0, 4)) return `a letter of ${receivedOn} has the number ${number}`
  const opened = await ask(base, 'GET', `/letters/${number}`, { authorization: `Device ${draft.deviceToken}` })
  const own = opened.body as { due: Deadline; today: string }
  if (own.today !== receivedOn) return `today is ${own.today}, not ${receivedOn}`
  return JSON.stringify(own.due) === JSON.stringify(due) ? '' : 'the letter tells another due date than its receipt'
}

await prove('time:calendar', async ({ form, plant, seed }) => {
  const draws = { short: 2000, normal: 10_000, long: 50_000 }[form]
  const plants = plant ? [guard] : []
  const failures: string[] = []
  const failed = new Set<string>()
  const figures: Record<string, string> = {}
  let checked = 0
  const fail = (kind: string, where: string, what: string): void => {
    failures.push(`${kind}, ${where}: ${what}`)
    failed.add(kind)
  }
  const inZones = async (): Promise<void> => {
    const judged = Object.entries(zones).map(
      async ([zone, behind]) => [zone, behind, await judgeIn(zone, draws, seed, plants)] as const
    )
    for (const [zone, behind, verdict] of await Promise.all(judged)) {
      if (verdict.behind !== behind) throw new Error(`${zone} was not in force: ${verdict.behind} minutes behind UTC`)
      for (const kind of kinds) checked += verdict.checked[kind] ?? 0
      for (const { kind, what } of verdict.failures) fail(kind, zone, what)
      figures[zone] = kinds.map((kind) => `${kind} ${verdict.checked[kind] ?? 0}`).join(', ')
    }
  }
  const sent = form === 'short' ? arrivals.slice(0, 2) : arrivals
  const overHttp = async (): Promise<void> => {
    const dataDir = await freshFolder()
    for (const [zone, instant, what] of sent) {
      const server = await startServer({ dataDir, settings: { TZ: zone, FAKE_NOW: instant }, plants })
      for (let letter = 0; letter < 5; letter += 1) {
        checked += 1
        const fault = await faultOverHttp(server.base, instant)
        if (fault !== '') fail('over HTTP', `${zone}, ${what}`, fault)
      }
      await server.stop()
    }
  }
  await Promise.all([inZones(), overHttp()])
  figures['letters sent'] = `${sent.length * 5}, at ${sent.length} instants`
  // what has no make-up day in it stays right
  const shown = ['examples', 'days', 'days between', 'random limits', 'pauses', 'edges', 'over HTTP']
  return { figures, checked, failures, notCaught: plant ? shown.filter((kind) => !failed.has(kind)) : [] }
})
