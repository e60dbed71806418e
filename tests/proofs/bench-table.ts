/** How the benchmarks print what they found: one table a run. */

export interface Figure {
  readonly what: string
  readonly figure: string
  /** what is wanted, where something is */
  readonly wanted?: string
  /** whether the figure is as wanted; undefined: nothing was wanted */
  readonly met?: boolean
  /** true: a figure that isn't as wanted fails the run. Bytes and counts only, never a time: machines are noisy. */
  readonly gate?: boolean
}

/** Columns by the width that a terminal gives: a Chinese character takes two. */
const width = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)))

const verdict = ({ met, gate }: Figure): string => {
  if (met === undefined) return ''
  if (met) return 'yes'
  return gate ? 'NO' : 'no'
}

/** Prints the table; the last column says whether a figure is as wanted, `NO` where that fails the run. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const lines = [
    ['what', 'figure', 'wanted', 'met'],
    ...figures.map((figure) => [figure.what, figure.figure, figure.wanted ?? '', verdict(figure)])
  ]
  const columns = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => width(line[column] ?? ''))))
  const [head = [], ...rows] = lines.map((line) => line.map((text, column) => padded(text, columns[column] ?? 0)))
  console.log(`\n${title}\n`)
  for (const line of [head, columns.map((column) => '─'.repeat(column)), ...rows])
    console.log(line.join('  ').trimEnd())
}

/** The figures that fail a run. */
export const missedBudgets = (figures: readonly Figure[]): readonly Figure[] =>
  figures.filter(({ met, gate }) => gate === true && met === false)

/** The middle of some values, between the two middle ones when they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  if (upper === undefined || lower === undefined) throw new RangeError('no values, no median')
  return (upper + lower) / 2
}

/** `1,234` */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

/** Bytes in thousands: `36.9 kB` */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** `0.78 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
