/**
 * personal-data. The finder of personal data against letters and replies that were labelled by hand before it was written:
 * how much of each kind it finds, and how often it marks what is none, apart for the third that its writer has not seen.
 * It fails when it finds less than 95 % of a kind in that third. The plant makes it blind to one kind after the other.
 * `--long` lists what it missed and what it marked wrongly in the part that may be seen.
 */
import { kinds, readPassages, type Kind, type Label, type Passage, type Span } from './personal-data-corpus.ts'
import { plantHere } from './plant-here.ts'
import type { Plant } from './plant.ts'
import { prove, type Finding, type Question } from './proof.ts'

type Find = (text: string) => readonly Label[]

const least = 0.95

/** The finder does not tell of the kind in BLIND_TO. */
const blinder: Plant = {
  file: 'src/contract/personal-data.ts',
  guard: 'return apart([...found, ...joined(addresses), ...joined(others)])',
  instead:
    'return apart([...found, ...joined(addresses), ...joined(others)]).filter(({ kind }) => kind !== process.env.BLIND_TO)'
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

const isCovered = ({ start, end }: Span, findings: readonly Span[]): boolean => {
  for (let at = start; at < end; at += 1) {
    if (!findings.some((finding) => finding.start <= at && at < finding.end)) return false
  }
  return true
}

interface Tally {
  passages: number
  readonly labels: Record<Kind, number>
  readonly found: Record<Kind, number>
  readonly coveredByAny: Record<Kind, number>
  readonly alarms: Record<Kind, number>
  /** characters marked in vain, and all characters that need no mark */
  excess: number
  plain: number
  readonly remarks: string[]
}

const none = (): Record<Kind, number> => ({
  name: 0,
  idNumber: 0,
  phone: 0,
  address: 0,
  email: 0,
  bankCard: 0,
  plate: 0
})

const quote = (text: string, { start, end }: Span): string =>
  `${text.slice(Math.max(0, start - 12), start)}[${text.slice(start, end)}]${text.slice(end, end + 12)}`.replaceAll(
    '\n',
    '⏎'
  )

const tally = (passages: readonly Passage[], find: Find): Tally => {
  const sum: Tally = {
    passages: passages.length,
    labels: none(),
    found: none(),
    coveredByAny: none(),
    alarms: none(),
    excess: 0,
    plain: 0,
    remarks: []
  }
  for (const { text, labels, either } of passages) {
    const findings = find(text)
    for (const label of labels) {
      const { kind } = label
      sum.labels[kind] += 1
      if (isCovered(label, findings)) sum.coveredByAny[kind] += 1
      if (
        isCovered(
          label,
          findings.filter((finding) => finding.kind === kind)
        )
      )
        sum.found[kind] += 1
      else sum.remarks.push(`missed ${kind}: ${quote(text, label)}`)
    }
    const known = [...labels, ...either]
    for (const finding of findings.filter((candidate) => !known.some((span) => overlaps(span, candidate)))) {
      sum.alarms[finding.kind] += 1
      sum.remarks.push(`wrongly ${finding.kind}: ${quote(text, finding)}`)
    }
    for (let at = 0; at < text.length; at += 1) {
      const here = { start: at, end: at + 1 }
      if (known.some((span) => overlaps(span, here))) continue
      sum.plain += 1
      if (findings.some((finding) => overlaps(finding, here))) sum.excess += 1
    }
  }
  return sum
}

/** What the finder promises of its answer, whatever it finds. */
const malformed = (passages: readonly Passage[], find: Find): string[] =>
  passages.flatMap(({ text }, i) => {
    const findings = find(text)
    const isWell = findings.every(
      ({ kind, start, end }, at) =>
        kinds.includes(kind) &&
        Number.isInteger(start) &&
        start >= (findings[at - 1]?.end ?? 0) &&
        start < end &&
        end <= text.length
    )
    return isWell ? [] : [`passage ${i + 1}: findings out of order, overlapping, empty or beyond the text`]
  })

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`

const figuresOf = (part: string, sum: Tally): [string, string][] => {
  const perThousand = (count: number): string => ((count * 1000) / sum.passages).toFixed(1)
  const all = Object.values(sum.alarms).reduce((so, count) => so + count, 0)
  return [
    ...kinds.map((kind): [string, string] => [
      `${part}, ${kind}`,
      `${percent(share(sum.found[kind], sum.labels[kind]))} of ${sum.labels[kind]} found, ` +
        `${percent(share(sum.coveredByAny[kind], sum.labels[kind]))} hidden under any kind, ` +
        `${perThousand(sum.alarms[kind])} false alarms in 1,000 passages`
    ]),
    [
      `${part}, all`,
      `${sum.passages} passages, ${perThousand(all)} false alarms in 1,000; ${percent(share(sum.excess, sum.plain))} of the rest hidden in vain`
    ]
  ]
}

const tooLittle = ({ labels, found }: Tally): Kind[] => kinds.filter((kind) => share(found[kind], labels[kind]) < least)

const hold = async ({ form, plant }: Question): Promise<Finding> => {
  const passages = readPassages()
  const heldOut = passages.filter((passage) => passage.heldOut)
  const develop = passages.filter((passage) => !passage.heldOut)
  if (plant) await plantHere([blinder])
  const { findAllPersonalData } = await import('#server/core/personal-data.ts')
  const findAll = async (): Promise<Find> => {
    const found = new Map<string, readonly Label[]>()
    // accounts were marked as what need not be found
    for (const { text } of passages)
      found.set(
        text,
        (await findAllPersonalData(text)).filter((place): place is Label => place.kind !== 'account')
      )
    return (text) => found.get(text) ?? []
  }

  const failures = malformed(passages, await findAll())
  const notCaught: string[] = []
  for (const blindTo of plant ? kinds : [undefined]) {
    if (blindTo !== undefined) process.env['BLIND_TO'] = blindTo
    const find = await findAll()
    const sum = tally(heldOut, find)
    const low = tooLittle(sum)
    for (const kind of low) {
      failures.push(
        `${blindTo === undefined ? '' : `blind to ${blindTo}: `}${percent(share(sum.found[kind], sum.labels[kind]))} of ${kind} found, ${percent(least)} is the least`
      )
    }
    // a kind that was low before counts as caught only when nothing of it is left
    if (blindTo !== undefined && (!low.includes(blindTo) || sum.found[blindTo] > 0))
      notCaught.push(`blind to ${blindTo}`)
  }
  delete process.env['BLIND_TO']
  const find = await findAll()
  const seen = tally(develop, find)
  if (form === 'long') for (const remark of seen.remarks) console.log(`  · ${remark}`)
  return {
    figures: Object.fromEntries([...figuresOf('held out', tally(heldOut, find)), ...figuresOf('the rest', seen)]),
    checked: passages.length + kinds.length * (plant ? kinds.length : 1),
    failures,
    notCaught
  }
}

await prove('personal-data', hold)
