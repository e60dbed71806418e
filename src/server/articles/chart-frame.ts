/** What all charts are made of. Sizes are units of the picture, which is 400 wide; on a phone one is a little less than a pixel. */
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle } from 'd3-shape'
import { escaped } from './body-markup.ts'
import type { Figures, Series } from './chart-figures.ts'

export const width = 400
export const lineHeight = 18
const letter = 14

export interface ChartWords {
  /** what the chart is of */
  readonly caption: string
  /** what the figures are counted in; may be empty */
  readonly unit: string
}

/** `−1,234.5`, with as many decimals as there are, three at most. */
export const shown = (value: number): string =>
  new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 3 }).format(value).replace('-', '−')

/** How wide a text is, about: signs of Chinese are as wide as they are high, others a little more than half. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e80 ? letter : letter * 0.58), 0)

/** The text, cut where it would be wider than there is room. */
export function fitted(text: string, room: number): string {
  if (widthOf(text) <= room) return text
  const signs = [...text]
  while (signs.length > 1 && widthOf(`${signs.join('')}…`) > room) signs.pop()
  return `${signs.join('')}…`
}

const place = (value: number): string => String(Math.round(value * 10) / 10)

type Given = Readonly<Record<string, string | number | undefined>>

const attributes = (given: Given): string =>
  Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? place(value) : escaped(value ?? '')}"`)
    .join('')

export const drawn = (name: string, given: Given, inside = ''): string =>
  `<${name}${attributes(given)}>${inside}</${name}>`

/** A text at a place; `anchor`: which of its ends stands there. */
export const label = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', kind = 'tick'): string =>
  drawn('text', { class: kind, x, y, 'text-anchor': anchor === 'start' ? undefined : anchor }, escaped(text))

export const straight = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  drawn('line', { class: kind, x1, y1, x2, y2 })

const symbols = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar]

/** The sign of a series on its line: each has another form. */
export const sign = (index: number, x: number, y: number): string =>
  drawn('path', {
    class: 'sign',
    d: symbol(symbols[index] ?? symbolCircle, 44)() ?? '',
    transform: `translate(${place(x)} ${place(y)})`
  })

const apart = 5

function stripes(index: number, x: number, y: number, wide: number, high: number): string {
  const across = Array.from(
    { length: Math.floor((high - 1) / apart) },
    (_, at) => `M${place(x)} ${place(y + (at + 1) * apart)}h${place(wide)}`
  )
  const down = Array.from(
    { length: Math.floor((wide - 1) / apart) },
    (_, at) => `M${place(x + (at + 1) * apart)} ${place(y)}v${place(high)}`
  )
  return [[], across, down, [], [...across, ...down], []][index]?.join('') ?? ''
}

/** A bar of a series: full, striped across, striped down, empty, checked, dotted round. */
export function bar(index: number, x: number, y: number, wide: number, high: number): string {
  const form = index === 0 ? 'full' : index === 5 ? 'dotted' : 'hollow'
  const lines = stripes(index, x, y, wide, high)
  return (
    drawn('rect', { class: form, x, y, width: Math.max(wide, 0.5), height: Math.max(high, 0.5) }) +
    (lines === '' ? '' : drawn('path', { class: 'stripes', d: lines }))
  )
}

/** All that belongs to a series: style sheets give its colour and its dashes. */
export const ofSeries = (index: number, inside: string): string => drawn('g', { class: `s${index + 1}` }, inside)

export interface Part {
  readonly svg: string
  readonly height: number
}

/** The unit, and the names of the series where there are several, from the top down. */
export function head({ series }: Figures, unit: string, swatch: (index: number, x: number, y: number) => string): Part {
  let svg = ''
  let y = 0
  if (unit !== '') {
    y += lineHeight
    svg += label(`单位：${unit}`, 0, y - 5, 'start')
  }
  if (series.length < 2) return { svg, height: y + 8 }
  y += lineHeight
  let x = 0
  for (const [index, { name }] of series.entries()) {
    const text = fitted(name, width - 40)
    const room = 30 + widthOf(text) + 14
    if (x > 0 && x + room > width) {
      x = 0
      y += lineHeight
    }
    svg += ofSeries(index, swatch(index, x, y)) + label(text, x + 30, y - 5, 'start', 'name')
    x += room
  }
  return { svg, height: y + 10 }
}

export const given = (values: Series['values']): number[] => values.filter((value) => value !== null)

/** Every how many-th category can be named without two names touching. */
export const everyNth = (names: readonly string[], step: number, room: number): number =>
  Math.max(1, Math.ceil((Math.min(room, Math.max(...names.map(widthOf))) + 10) / step))
