/** The demo's articles: within the contract, nothing empty, no two alike, and such that every check of the desk lets them pass. */
import { isTag, type Element } from 'domhandler'
import { textContent } from 'domutils'
import { articleKinds } from '#contract/articles.ts'
import { ArticleContent } from '#contract/articles-desk.ts'
import { checkBody } from '#server/articles/body-check.ts'
import { elementsOf, nodesOf, textOf } from '#server/articles/body-text.ts'
import { cleanBody } from '#server/articles/body.ts'
import { figuresIn } from '#server/articles/chart-figures.ts'
import { demoArticles, type DemoArticle } from '#server/articles/demo-articles.ts'
import { demoColumns } from '#server/articles/demo-columns.ts'
import { secrecyMarks } from '#server/articles/marks.ts'
import { findAllPersonalData } from '#server/core/personal-data.ts'
import { demoOffices } from '#server/people/demo.ts'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'

const published = demoArticles.filter(({ state }) => state === 'published')
const inState = (state: DemoArticle['state']) => demoArticles.filter((one) => one.state === state)
const tablesOf = ({ body }: DemoArticle): Element[] => elementsOf(nodesOf(body)).filter(({ name }) => name === 'table')
const charts = demoArticles.flatMap((article) => tablesOf(article).filter((one) => one.attribs['data-chart']))
const captionOf = (table: Element) =>
  textContent(table.children.filter((child) => isTag(child) && child.name === 'caption'))

/** Sentences that say something; cells of tables are none. */
const sentencesOf = ({ title, summary, body }: DemoArticle) =>
  [title, summary, textOf(body)]
    .join('\n')
    .split(/[。？！；\n]/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => [...sentence].length >= 8)

describe('demo columns', () => {
  test('seven with seventeen below them, each parent before its columns', () => {
    const first = demoColumns.filter(({ parent }) => parent === null).map(({ slug }) => slug)
    expect(first).toHaveLength(7)
    expect(demoColumns).toHaveLength(24)
    expect(new Set(demoColumns.map(({ slug }) => slug)).size).toBe(24)
    expect(new Set(demoColumns.map(({ name }) => name)).size).toBe(24)
    for (const [at, { parent }] of demoColumns.entries()) {
      if (parent !== null) expect(demoColumns.slice(0, at).some(({ slug }) => slug === parent)).toBe(true)
      if (parent !== null) expect(first).toContain(parent)
    }
  })

  test('none of the seventeen is empty, and articles stand in these only', () => {
    const below = demoColumns.filter(({ parent }) => parent !== null).map(({ slug }) => slug)
    expect(below.filter((slug) => !published.some(({ column }) => column === slug))).toEqual([])
    expect(demoArticles.filter(({ column }) => !below.includes(column))).toEqual([])
  })
})

describe('demo articles', () => {
  test('about thirty-four, of all kinds, of all offices, and one of each state that readers do not see', () => {
    expect(published.length).toBeGreaterThanOrEqual(34)
    expect(new Set(published.map(({ kind }) => kind))).toEqual(new Set(articleKinds))
    expect(new Set(published.map(({ officeKey }) => officeKey))).toEqual(new Set(demoOffices.map(({ key }) => key)))
    for (const state of ['draft', 'inReview', 'returned', 'scheduled'] as const) expect(inState(state)).toHaveLength(1)
    expect(inState('returned')[0]?.returnedBecause).toBeTruthy()
    expect(new Set(demoArticles.map(({ key }) => key)).size).toBe(demoArticles.length)
    expect(new Set(demoArticles.map(({ title }) => title)).size).toBe(demoArticles.length)
  })

  test('each is what the desk takes', () => {
    for (const { key, kind, officeKey, state, daysAgo, returnedBecause, ...content } of demoArticles) {
      const interprets = content.interprets.map(() => '019ab000-0000-7000-8000-000000000000')
      const whole = { ...content, interprets, attachments: [], correctionNote: null, kept: [] }
      expect([...Value.Errors(ArticleContent, whole)], `${key} ${kind} ${officeKey} ${returnedBecause ?? ''}`).toEqual(
        []
      )
      expect(Number.isInteger(daysAgo), key).toBe(true)
      expect(state === 'scheduled' ? daysAgo < 0 : daysAgo >= 0, key).toBe(true)
    }
  })

  test('bodies are clean ones, with nothing that a check would stop', async () => {
    for (const { key, title, summary, body } of demoArticles) {
      expect(cleanBody(body), key).toBe(body)
      expect(checkBody(body, []), key).toEqual({
        withoutAlternative: [],
        withoutFigures: [],
        deadLinks: [],
        missingPictures: []
      })
      const text = [title, summary, textOf(body)].join('\n')
      expect(secrecyMarks(text), key).toEqual([])
      const found = await findAllPersonalData(text)
      expect(
        found.map(({ start, end }) => text.slice(start, end)),
        key
      ).toEqual([])
    }
  })

  test('published ones have a summary, and some are long', () => {
    for (const { key, summary, body } of published) {
      expect([...summary].length, key).toBeGreaterThanOrEqual(15)
      expect([...textOf(body)].length, key).toBeGreaterThanOrEqual(170)
    }
    expect(published.filter(({ body }) => [...textOf(body)].length >= 1200).length).toBeGreaterThanOrEqual(2)
  })

  test('no sentence stands in two of them', () => {
    const seen = new Map<string, string>()
    const twice = demoArticles.flatMap((article) =>
      [...new Set(sentencesOf(article))].flatMap((sentence) => {
        const other = seen.get(sentence)
        seen.set(sentence, article.key)
        return other === undefined ? [] : [`${other}, ${article.key}: ${sentence}`]
      })
    )
    expect(twice).toEqual([])
    expect(seen.size).toBeGreaterThan(400)
  })

  test('charts of all three sorts say what they show, in which unit, and that it is made up', () => {
    expect(charts.length).toBeGreaterThanOrEqual(5)
    expect(new Set(charts.map(({ attribs }) => attribs['data-chart']))).toEqual(new Set(['line', 'column', 'bar']))
    for (const chart of charts) {
      expect(captionOf(chart)).toContain('演示')
      expect(chart.attribs['data-unit']).toBeTruthy()
      expect(figuresIn(chart), captionOf(chart)).toBeDefined()
    }
  })

  test('one has footnotes', () => {
    expect(demoArticles.some(({ body }) => body.includes('<sup data-note='))).toBe(true)
  })

  test('three documents: in force, amended, repealed, each with its interpretation', () => {
    const policies = demoArticles.filter(({ kind }) => kind === 'policy')
    expect(policies.map(({ validity }) => validity).toSorted()).toEqual(['amended', 'inForce', 'repealed'])
    for (const {
      key,
      validity,
      documentNumber,
      writtenOn,
      effectiveOn,
      expiresOn,
      validityNote,
      daysAgo
    } of policies) {
      expect(documentNumber, key).toMatch(/^示统规〔20\d\d〕\d+号$/)
      expect((writtenOn ?? '') < (effectiveOn ?? '') && (effectiveOn ?? '') < (expiresOn ?? ''), key).toBe(true)
      expect(validity === 'inForce' || validityNote !== null, key).toBe(true)
      const explaining = demoArticles.filter(({ interprets }) => interprets.includes(key))
      expect(explaining.length, key).toBe(1)
      for (const one of explaining) {
        expect(one.kind).toBe('interpretation')
        expect(one.daysAgo, one.key).toBeLessThanOrEqual(daysAgo)
        expect(demoArticles.indexOf(one), one.key).toBeGreaterThan(demoArticles.findIndex((other) => other.key === key))
      }
    }
  })
})
