/**
 * Tables of figures as charts: SVG with class names only, so that it needs neither a program nor a style attribute, and so
 * that style sheets (`src/ui/charts.css`) give the colours for light and dark. Series differ in form as well as in colour.
 */
import type { ChartKind } from './body-allowed.ts'
import { escaped } from './body-markup.ts'
import type { Figures } from './chart-figures.ts'
import { shown, width, type ChartWords, type Part } from './chart-frame.ts'
import { barChart } from './chart-level.ts'
import { columnChart, lineChart } from './chart-upright.ts'

const kinds: Readonly<Record<ChartKind, { name: string; draw: (figures: Figures, words: ChartWords) => Part }>> = {
  line: { name: '折线图', draw: lineChart },
  column: { name: '柱状图', draw: columnChart },
  bar: { name: '条形图', draw: barChart }
}

/** What a chart shows, in words: for each series its highest, its lowest and its last figure. */
function described({ categories, series }: Figures, unit: string): string {
  return series
    .map(({ name, values }) => {
      const known = values.flatMap((value, index) =>
        value === null ? [] : [{ value, category: categories[index] ?? '' }]
      )
      const said = ({ value, category }: (typeof known)[number]) => `${category} ${shown(value)}${unit}`
      const sorted = known.toSorted((a, b) => b.value - a.value)
      const [highest, lowest, last] = [sorted[0], sorted.at(-1), known.at(-1)]
      if (!highest || !lowest || !last) return ''
      return `${name === '' ? '' : `${name}：`}最高${said(highest)}，最低${said(lowest)}，最后一项${said(last)}。`
    })
    .join('')
}

/** Draws figures as a chart of a kind; whoever can't see it is told the extremes and the last figure. */
export function chartSvg(kind: ChartKind, figures: Figures, words: ChartWords): string {
  const unit = words.unit === '' && figures.percent ? '%' : words.unit
  const { name, draw } = kinds[kind]
  const { svg, height } = draw(figures, { ...words, unit })
  return (
    `<svg class="chart-picture" role="img" viewBox="0 0 ${width} ${Math.ceil(height)}" xmlns="http://www.w3.org/2000/svg">` +
    `<title>${escaped(words.caption === '' ? name : `${name}：${words.caption}`)}</title>` +
    `<desc>${escaped(described(figures, unit))}</desc>${svg}</svg>`
  )
}
