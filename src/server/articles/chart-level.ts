/** Charts whose figures go from left to right: bars, for names that are long. */
import { scaleLinear } from 'd3-scale'
import type { Figures } from './chart-figures.ts'
import * as frame from './chart-frame.ts'

const { width, lineHeight } = frame
const thick = 16
const between = 12
const longestName = 130

export function barChart(figures: Figures, { unit }: frame.ChartWords): frame.Part {
  const { categories, series } = figures
  const head = frame.head(figures, unit, (index, x, y) => frame.bar(index, x + 3, y - 16, 18, 12))
  const values = series.flatMap((one) => frame.given(one.values))
  const widest = (some: readonly number[]) => Math.max(0, ...some.map((value) => frame.widthOf(frame.shown(value)) + 6))
  const left = Math.min(longestName, Math.max(...categories.map(frame.widthOf))) + 8
  const below = values.filter((value) => value < 0)
  const x = scaleLinear(
    [Math.min(0, ...values), Math.max(0, ...values)],
    [left + widest(below), width - widest(values.filter((value) => value >= 0))]
  )
  const block = series.length * thick + between
  const nought = x(0)
  const rows = categories.map((name, index) => {
    const top = head.height + index * block
    const bars = series.map(({ values: row }, number) => {
      const value = row[index] ?? null
      if (value === null) return ''
      const end = x(value)
      const y = top + number * thick
      const text = frame.label(
        frame.shown(value),
        end + (value < 0 ? -5 : 5),
        y + 13,
        value < 0 ? 'end' : 'start',
        'value'
      )
      return frame.ofSeries(
        number,
        frame.bar(number, Math.min(end, nought), y + 1, Math.abs(end - nought), thick - 2) + text
      )
    })
    const middle = top + (series.length * thick) / 2 + 5
    return frame.label(frame.fitted(name, longestName), left - 8, middle, 'end', 'name') + bars.join('')
  })
  const bottom = head.height + categories.length * block
  const axis = frame.straight('nought', nought, head.height - 2, nought, bottom - between + 2)
  return { svg: head.svg + axis + rows.join(''), height: bottom + lineHeight / 2 }
}
