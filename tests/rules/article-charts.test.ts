/** Tables of figures as charts. */
import { isTag, type Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { cleanBody } from '#server/articles/body.ts'
import { elementsOf } from '#server/articles/body-text.ts'
import { chartKinds } from '#server/articles/body-allowed.ts'
import { figuresIn, readFigure } from '#server/articles/chart-figures.ts'
import { chartSvg } from '#server/articles/charts.ts'

const tableOf = (rows: readonly (readonly string[])[]): Element => {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
  const [table] = parseDocument(cleanBody(`<table data-chart="line">${cells.join('')}</table>`)).children
  if (!table || !isTag(table)) throw new Error('no table')
  return table
}

const months = Array.from({ length: 14 }, (_, index) => `2026年${index + 1}月`)

describe('figures', () => {
  test.each([
    ['1,234.5', 1234.5],
    ['１２３．４', 123.4],
    ['−0.3', -0.3],
    ['－0.3%', -0.3],
    ['+2.1％', 2.1],
    ['1 234 567', 1234567],
    ['.5', 0.5],
    ['3‰', 3],
    ['—', null],
    ['…', null],
    ['', null],
    ['-', null],
    ['约3', undefined],
    ['1,23', undefined],
    ['1.2.3', undefined],
    ['3亿', undefined]
  ])('%j', (written, value) => {
    expect(readFigure(written)).toBe(value)
  })

  test('are read with their series and categories', () => {
    expect(
      figuresIn(
        tableOf([
          ['年', '产值', '增速'],
          ['2024', '1,200', '—'],
          ['2025', '1,300', '−3']
        ])
      )
    ).toEqual({
      categories: ['2024', '2025'],
      series: [
        { name: '产值', values: [1200, 1300] },
        { name: '增速', values: [null, -3] }
      ],
      percent: false
    })
  })

  test.each([
    ['one row only', [['年', '值']]],
    [
      'one category only',
      [
        ['年', '值'],
        ['2024', '1']
      ]
    ],
    [
      'words',
      [
        ['年', '值'],
        ['2024', '多'],
        ['2025', '1']
      ]
    ],
    [
      'rows of different length',
      [
        ['年', '值'],
        ['2024', '1'],
        ['2025', '1', '2']
      ]
    ],
    [
      'no figure at all',
      [
        ['年', '值'],
        ['2024', '—'],
        ['2025', '']
      ]
    ],
    [
      'too many series',
      [
        ['年', ...Array.from('abcdefg')],
        ['2024', ...Array.from('1234567')],
        ['2025', ...Array.from('1234567')]
      ]
    ]
  ])('are none: %s', (_what, rows) => {
    expect(figuresIn(tableOf(rows))).toBeUndefined()
  })
})

const shapes: readonly [string, string[][]][] = [
  ['one series', [['月', '值'], ...months.map((month, index) => [month, String(index * 3)])]],
  [
    'several, with gaps and below nought',
    [
      ['月', '甲', '乙', '丙'],
      ...months.map((month, index) => [month, String(5 - index), index === 3 ? '—' : '−2', String(index)])
    ]
  ],
  [
    'all below nought',
    [
      ['区', '值'],
      ['东城', '-3'],
      ['西城', '-1']
    ]
  ],
  [
    'all the same',
    [
      ['区', '值'],
      ['东城', '0'],
      ['西城', '0']
    ]
  ],
  [
    'names that are long and hostile',
    [
      ['区', '甲 & 乙 &lt;b&gt; “很长很长很长的名字”'],
      [`很长${'很长'.repeat(30)}的行业`, '1e9'.replace('e9', '000000000')],
      ['&lt;script&gt;', '0.000001']
    ]
  ],
  [
    'six series',
    [
      ['年', '一', '二', '三', '四', '五', '六'],
      ['2024', ...Array.from('123456')],
      ['2025', ...Array.from('654321')]
    ]
  ]
]

const drawings = chartKinds.flatMap((kind) => shapes.map(([what, rows]) => [kind, what, rows] as const))

describe('charts', () => {
  test.each(drawings)('%s of %s: inside its frame, without style, with a series a form', (kind, _what, rows) => {
    const figures = figuresIn(tableOf(rows))!
    const svg = chartSvg(kind, figures, { caption: '图', unit: '亿元' })
    expect(svg).not.toMatch(/style=|on\w+=|NaN|undefined|Infinity|#[0-9a-f]{3}|rgb/)
    const elements = elementsOf(parseDocument(svg).children)
    const [root] = elements
    const [, , width = 0, height = 0] = (root?.attribs['viewbox'] ?? root?.attribs['viewBox'] ?? '')
      .split(' ')
      .map(Number)
    expect(width).toBe(400)
    for (const { attribs } of elements) {
      for (const [name, most] of [
        ['x', width],
        ['x1', width],
        ['x2', width],
        ['y', height],
        ['y1', height],
        ['y2', height]
      ] as const) {
        const value = attribs[name]
        if (value === undefined) continue
        expect(Number(value)).toBeGreaterThanOrEqual(0)
        expect(Number(value)).toBeLessThanOrEqual(most)
      }
    }
    for (const index of figures.series.keys())
      expect(elements.some(({ name, attribs }) => name === 'g' && attribs['class'] === `s${index + 1}`)).toBe(true)
    expect(root?.attribs['role']).toBe('img')
  })

  test('say in words what they show', () => {
    const figures = figuresIn(
      tableOf([
        ['年', '产值'],
        ['2023', '5'],
        ['2024', '−1.5'],
        ['2025', '1,200']
      ])
    )!
    const svg = chartSvg('line', figures, { caption: '产值 & 增速', unit: '亿元' })
    expect(svg).toContain('<title>折线图：产值 &amp; 增速</title>')
    expect(svg).toContain('<desc>产值：最高2025 1,200亿元，最低2024 −1.5亿元，最后一项2025 1,200亿元。</desc>')
  })

  test('of lines take another sign and other dashes for each series', () => {
    const figures = figuresIn(
      tableOf([
        ['年', '一', '二', '三', '四', '五', '六'],
        ['2024', ...Array.from('123456')],
        ['2025', ...Array.from('654321')]
      ])
    )!
    const signs = [...chartSvg('line', figures, { caption: '', unit: '' }).matchAll(/class="sign" d="([^"]+)"/g)].map(
      ([, d]) => d
    )
    expect(new Set(signs).size).toBe(6)
  })
})
