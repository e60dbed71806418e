/** Charts whose figures go up and down: lines and columns. */
import { scaleBand, scaleLinear, scalePoint, type ScaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { Figures } from './chart-figures.ts'
import * as frame from './chart-frame.ts'

const { width, lineHeight } = frame
const high = 210
const longestName = 84

interface Plot {
  readonly top: number
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly y: ScaleLinear<number, number>
  readonly grid: string
}

/** The scale with its ticks; columns begin at nought, lines need not. */
function plotOf({ series, categories }: Figures, top: number, fromNought: boolean): Plot {
  const values = series.flatMap((one) => frame.given(one.values))
  const ends = [...values, ...(fromNought ? [0] : [])]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const spare = least === most ? Math.abs(least) / 10 || 1 : 0
  const y = scaleLinear([least - spare, most + spare], [top + high, top + 8]).nice(5)
  const ticks = y.ticks(5)
  const names = ticks.map(frame.shown)
  const left = Math.max(...names.map(frame.widthOf)) + 8
  const last = Math.min(longestName, frame.widthOf(categories.at(-1) ?? ''))
  const right = width - Math.max(12, last / 2 - 8)
  const grid = ticks
    .map((tick, index) => {
      const at = y(tick)
      const kind = tick === 0 ? 'nought' : 'grid'
      return frame.straight(kind, left, at, right, at) + frame.label(names[index] ?? '', left - 6, at + 5, 'end')
    })
    .join('')
  return { top, left, right, bottom: top + high, y, grid }
}

/** The names of the categories below the plot, as many as have room, the last one among them. */
function namesBelow(
  categories: readonly string[],
  at: (index: number) => number,
  step: number,
  bottom: number
): string {
  const nth = frame.everyNth(categories, step, longestName)
  return categories
    .map((name, index) =>
      (categories.length - 1 - index) % nth === 0
        ? frame.label(frame.fitted(name, longestName), at(index), bottom + lineHeight + 2, 'middle')
        : ''
    )
    .join('')
}

const mostSigns = 24

/** The last figures of the lines, written beside their ends, none over another. */
function lastFigures({ series }: Figures, x: (index: number) => number, y: (value: number) => number): string {
  const ends = series
    .map(({ values }) => values.findLastIndex((value) => value !== null))
    .map((index, number) => ({ index, number, value: series[number]?.values[index] ?? 0 }))
    .map((end) => ({ ...end, at: y(end.value) - 8 }))
    .toSorted((a, b) => a.at - b.at)
  let above = -Infinity
  return ends
    .map(({ index, number, value, at }) => {
      above = Math.max(at, above + 15)
      const room = frame.widthOf(frame.shown(value)) / 2
      return frame.drawn(
        'g',
        { class: `s${number + 1}` },
        frame.label(frame.shown(value), Math.min(x(index), width - room), above, 'middle', 'value')
      )
    })
    .join('')
}

export function lineChart(figures: Figures, { unit }: frame.ChartWords): frame.Part {
  const swatch = (index: number, x: number, y: number) =>
    frame.straight('stroke', x, y - 10, x + 24, y - 10) + frame.sign(index, x + 12, y - 10)
  const head = frame.head(figures, unit, swatch)
  const plot = plotOf(figures, head.height + 10, false)
  const points = scalePoint(figures.categories.keys(), [plot.left + 8, plot.right]).padding(0.1)
  const x = (index: number) => points(index) ?? 0
  const lines = figures.series.map(({ values }, number) => {
    const path = line<number | null>(
      (_value, index) => Math.round(x(index) * 10) / 10,
      (value) => Math.round(plot.y(value ?? 0) * 10) / 10
    ).defined((value) => value !== null)([...values])
    const signs = values.map((value, index) => {
      const alone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
      const wanted = values.length <= mostSigns || alone || index === values.length - 1
      return value !== null && wanted ? frame.sign(number, x(index), plot.y(value)) : ''
    })
    return frame.ofSeries(
      number,
      frame.drawn('path', { class: 'stroke', fill: 'none', d: path ?? '' }) + signs.join('')
    )
  })
  const names = namesBelow(figures.categories, x, points.step(), plot.bottom)
  const svg = head.svg + plot.grid + names + lines.join('') + lastFigures(figures, x, plot.y)
  return { svg, height: plot.bottom + lineHeight + 10 }
}

export function columnChart(figures: Figures, { unit }: frame.ChartWords): frame.Part {
  const head = frame.head(figures, unit, (index, x, y) => frame.bar(index, x + 3, y - 16, 18, 12))
  const plot = plotOf(figures, head.height + 10, true)
  const outer = scaleBand(figures.categories.keys(), [plot.left, plot.right]).padding(0.24)
  const inner = scaleBand(figures.series.keys(), [0, outer.bandwidth()]).paddingInner(0.12)
  const nought = plot.y(0)
  const single = figures.series.length === 1
  const bars = figures.series.map(({ values }, number) =>
    frame.ofSeries(
      number,
      values
        .map((value, index) => {
          if (value === null) return ''
          const x = (outer(index) ?? 0) + (inner(number) ?? 0)
          const end = plot.y(value)
          const text = frame.shown(value)
          const room = single && frame.widthOf(text) <= outer.step()
          const middle = x + inner.bandwidth() / 2
          return (
            frame.bar(number, x, Math.min(end, nought), inner.bandwidth(), Math.abs(nought - end)) +
            (room ? frame.label(text, middle, value < 0 ? end + 15 : end - 5, 'middle', 'value') : '')
          )
        })
        .join('')
    )
  )
  const middle = (index: number) => (outer(index) ?? 0) + outer.bandwidth() / 2
  const names = namesBelow(figures.categories, middle, outer.step(), plot.bottom)
  return { svg: head.svg + plot.grid + bars.join('') + names, height: plot.bottom + lineHeight + 10 }
}
