import { describe, expect, test } from 'vitest'
import type { ChainStep } from '#contract/articles-desk.ts'
import type { Column } from '#contract/articles.ts'
import { branchesOf, movedColumns } from '../../src/desk/articles/columns.ts'
import { publishInstant, publishTimeFault, typedTime } from '../../src/desk/articles/publish-time.ts'
import { contentFaults, contentOf, keywordsOf, sameContent, typedOf } from '../../src/desk/articles/typed-content.ts'
import { dueStep, stepAfter, whyNotSigned, whyNotSubmitted } from '../../src/desk/articles/why-barred.ts'

const empty = typedOf({
  column: 'news',
  title: '标题',
  summary: '',
  body: '',
  source: null,
  documentNumber: null,
  writtenOn: null,
  validity: null,
  effectiveOn: null,
  expiresOn: null,
  validityNote: null,
  disclosure: null,
  disclosureBasis: null,
  disclosureReason: null,
  keywords: [],
  interprets: [],
  noInterpretation: null,
  attachments: [],
  correctionNote: null,
  kept: []
})

describe('what is typed', () => {
  test('is sent without spaces at its ends, and empty fields as null', () => {
    const sent = contentOf({ ...empty, title: ' 标题 ', source: '  ', documentNumber: ' 统发〔2026〕1号' })
    expect(sent).toMatchObject({ title: '标题', source: null, documentNumber: '统发〔2026〕1号', disclosure: null })
    expect(sameContent(empty, { ...empty, title: '标题 ' })).toBe(true)
    expect(sameContent(empty, { ...empty, title: '题标' })).toBe(false)
  })

  test('loses the reason for not being open once it is open', () => {
    const shut = { ...empty, disclosure: 'closed', disclosureBasis: '15', disclosureReason: '商业秘密' } as const
    expect(contentOf(shut)).toMatchObject({ disclosureBasis: '15', disclosureReason: '商业秘密' })
    expect(contentOf({ ...shut, disclosure: 'open' })).toMatchObject({ disclosureBasis: null, disclosureReason: null })
  })

  test.each([
    [{ title: '一' }, { title: '至少写 2 个字' }],
    [{ title: '长'.repeat(121) }, { title: '多了 1 个字' }],
    [{ summary: '😀'.repeat(101) }, { summary: '多了 1 个字' }],
    [{ summary: '😀'.repeat(100) }, {}],
    [{ documentNumber: '1' }, { documentNumber: '至少写 3 个字' }],
    [{ correctionNote: '改了' }, { correctionNote: '至少写 4 个字' }],
    [{ body: 'x'.repeat(300_001) }, { body: '正文太长，多了 1 个字符，分成几篇写' }],
    [{ attachments: [{ file: 'a', name: ' ' }] }, { attachments: '每个附件都要有名称' }],
    [{}, {}]
  ])('%# is told what the server would not take', (typed, faults) => {
    expect(contentFaults({ ...empty, ...typed })).toEqual(faults)
  })

  test('keywords are cut at spaces and commas', () => {
    expect(keywordsOf(' 价格，指数、价格; CPI ')).toEqual(['价格', '指数', 'CPI'])
    expect(keywordsOf('一 二 三 四 五 六 七 八 九')).toHaveLength(8)
    expect(keywordsOf('长'.repeat(30))).toEqual(['长'.repeat(20)])
  })
})

describe('the time of publication', () => {
  test.each([
    ['2026-11-25T09:30', '2026-11-25T01:30:00.000Z'],
    ['2026-11-25T00:00:05', '2026-11-24T16:00:05.000Z'],
    ['2026-13-25T09:30', undefined],
    ['tomorrow', undefined]
  ])('%s in Asia/Shanghai is %s', (typed, instant) => {
    expect(publishInstant(typed)).toBe(instant)
  })

  test('is never in the past', () => {
    const now = new Date('2026-11-25T01:30:00.000Z')
    expect(typedTime(now)).toBe('2026-11-25T09:30:00')
    expect(publishTimeFault('2026-11-25T09:30:00', now)).toMatch(/已经过了/)
    expect(publishTimeFault('2026-11-25T09:30:01', now)).toBe('')
    expect(publishTimeFault('', now)).not.toBe('')
  })
})

describe('the chain', () => {
  const step = (name: ChainStep['step'], signed: boolean): ChainStep => ({
    step: name,
    signer: null,
    signedAt: signed ? '2026-11-25T01:30:00.000Z' : null,
    mine: false
  })
  const chain = [step('office', true), step('registry', false), step('secrecy', false)]

  test('knows who is due and who comes after', () => {
    expect(dueStep(chain)?.step).toBe('registry')
    expect(stepAfter(chain)?.step).toBe('secrecy')
    expect(stepAfter([step('office', true), step('secrecy', false)])).toBeUndefined()
  })

  test('says why the reader does not sign or hand in', () => {
    const barred = (because: 'samePerson' | 'checks' | 'notPermitted') =>
      whyNotSigned({ state: 'inReview', chain, may: [], barred: [{ act: 'sign', because }] })
    expect(barred('samePerson')).toContain('由办公室的另一个人来签')
    expect(barred('checks')).toContain('没过检查')
    expect(barred('notPermitted')).toBe('等办公室做二审。')
    expect(whyNotSigned({ state: 'inReview', chain, may: ['sign'], barred: [] })).toBe('')
    expect(
      whyNotSubmitted({ state: 'draft', chain, may: [], barred: [{ act: 'submit', because: 'checks' }] })
    ).toContain('没过检查')
  })
})

describe('columns', () => {
  const column = (slug: string, parent: string | null = null): Column => ({ slug, name: slug, parent, articles: 0 })
  const columns = [column('a'), column('a1', 'a'), column('a2', 'a'), column('b')]

  test('stand in two levels', () => {
    expect(branchesOf(columns).map(({ column: { slug }, below }) => [slug, below.length])).toEqual([
      ['a', 2],
      ['b', 0]
    ])
  })

  test('move among their neighbours, all of which get their place anew', () => {
    expect(movedColumns(columns, 'a2', -1).map(({ slug, draft }) => [slug, draft.position])).toEqual([
      ['a2', 0],
      ['a1', 1]
    ])
    expect(movedColumns(columns, 'b', 1)).toEqual([])
    expect(movedColumns(columns, 'a', -1)).toEqual([])
  })
})
