import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { type Letter, letterStates, openStates } from '#contract/letters.ts'
import CaseRow from '../../src/citizen/core/CaseRow.vue'
import { hasNews, letterOf, renewed } from '../../src/citizen/core/cases.ts'
import { words as inEnglish } from '../../src/citizen/core/case-words.en.ts'
import { words } from '../../src/citizen/core/case-words.zh.ts'
import { sayStanding, standingOf } from '../../src/citizen/core/due.ts'
import type { KeptCase } from '../../src/citizen/core/phone.ts'
import LetterHead from '../../src/citizen/letters/LetterHead.vue'
import LetterSteps from '../../src/citizen/letters/LetterSteps.vue'
import { due, kept, letter } from './own-letter.ts'

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { render: () => null } }]
})
beforeAll(() => router.push('/me'))

const say = (more: Partial<Letter>, today: string) => sayStanding(standingOf(kept(more), today), words)

describe('where a case stands', () => {
  test('is said in words for each state, with days only while the limit runs or an answer used them', () => {
    for (const state of letterStates) {
      const said = say({ state }, '2026-11-25')
      const open = openStates.some((one) => one === state)
      expect(said.short, state).toBe(open ? '还剩 3 个工作日' : words.states[state])
      expect(words.states[state], state).not.toBe('')
    }
  })

  test.each([
    ['2026-11-23', '还剩 5 个工作日', '11月30日前答复', 'plain'],
    ['2026-11-26', '还剩 2 个工作日', '11月30日前答复', 'soon'],
    ['2026-11-28', '还剩 1 个工作日', '11月30日前答复', 'soon'],
    ['2026-11-30', '今天到期', '11月30日前答复', 'soon'],
    ['2026-12-02', '超期 2 天', '应在11月30日前答复', 'late']
  ])('on %s is %s', (today, short, date, tone) => {
    expect(say({}, today)).toMatchObject({ short, date, tone })
  })

  test.each([
    ['2026-11-26', '还剩 1 个工作日', '1 working day left'],
    ['2026-11-27', '还剩 2 天', '2 days left'],
    ['2026-11-28', '还剩 1 天', '1 day left'],
    ['2026-11-29', '今天到期', 'Due today'],
    ['2026-11-30', '超期 1 天', '1 day late']
  ])('where the hotline set a Sunday, on %s is %s', (today, short, english) => {
    const sunday = { ...due, dueOn: '2026-11-29', limit: 4, days: due.days.slice(0, 6) }
    const standing = standingOf(kept({ due: sunday }), today)
    expect([sayStanding(standing, words).short, sayStanding(standing, inEnglish).short]).toEqual([short, english])
    expect(sayStanding(standing, words).tone).toBe(today > sunday.dueOn ? 'late' : 'soon')
  })

  test('names the follow-up whose limit runs', () => {
    const [first] = letter({}).rounds
    const rounds = [
      { ...first!, workingDays: 3 },
      { ...first!, round: 2, kind: 'followUp' as const }
    ]
    expect(say({ rounds, state: 'assigned' }, '2026-11-24').short).toBe('追问还剩 4 个工作日')
  })

  test('of an answered case tells the days that the answer took', () => {
    const rounds = letter({}).rounds.map((round) => ({ ...round, workingDays: 3 }))
    expect(say({ rounds, state: 'closed' }, '2027-01-04')).toMatchObject({
      short: '已办结',
      date: '用了 3 个工作日',
      rule: '期限 5 个工作日，用了 3 个'
    })
  })

  test('draws no rule for a case that ended without an answer', () => {
    const row = mount(CaseRow, { props: { kept: kept({ state: 'transferred' }) }, global: { plugins: [router] } })
    expect(row.text()).toContain('已转办')
    expect(row.find('.rule').exists()).toBe(false)
  })
})

describe('what is new', () => {
  const received = '2026-11-23T01:00:00.000Z'
  const event = (kind: Letter['events'][number]['kind'], at: string) => ({ kind, at, office: null, moved: null })
  const after = (...events: Letter['events']): KeptCase => ({
    ...kept({ events: [event('received', received), ...events] }),
    seenAt: received
  })
  const shows = (one: KeptCase) =>
    mount(CaseRow, { props: { kept: one }, global: { plugins: [router] } })
      .text()
      .includes(words.news)

  test('is marked until the case is opened; the own acts and what is between the people of the bureau are none', () => {
    const later = '2026-11-24T01:00:00.000Z'
    expect(shows(after())).toBe(false)
    expect(shows(after(event('reminded', later), event('drafted', later)))).toBe(false)
    const answered = after(event('answered', later))
    expect(shows(answered)).toBe(true)
    expect(shows({ ...answered, seenAt: later })).toBe(false)
    // the copy that is read in the background does not count as seen
    expect(hasNews(renewed(after(), answered.letter!))).toBe(true)
  })

  test('is not known of a row that an earlier version kept', () => {
    const { seenAt: _, ...old } = after(event('answered', '2026-11-24T01:00:00.000Z'))
    expect(hasNews(old)).toBe(false)
  })
})

describe('a copy that an earlier version of the app kept', () => {
  // as the first contract had it: one text, one reply, fewer events
  const { id, number, kind, title, receivedAt } = letter({})
  const old = (state: KeptCase['state']): KeptCase => ({
    number,
    code: '0000-0000-0000',
    receipt: { id, number, kind, title, receivedAt, due },
    state,
    keptAt: '2026-11-24T01:00:00.000Z',
    letter: {
      ...{ id, number, kind, state, title, receivedAt, due, today: '2026-11-24' },
      ...{ text: '自有住房怎么算？', events: [{ kind: 'received', at: receivedAt, office: null }] },
      reply: { office: '价格统计科', repliedAt: receivedAt, text: '按市场租金估算。', workingDays: 3 }
    } as unknown as Letter
  })

  test.each(['received', 'answered'] as const)('is not read; %s is still told from the receipt', (state) => {
    expect(letterOf(old(state))).toBeUndefined()
    const props = { kept: old(state), today: '2026-11-24' }
    const textOf = (part: Component) => mount(part, { props, global: { plugins: [router] } }).text()
    expect(textOf(CaseRow)).toContain(words.states[state])
    expect(textOf(LetterSteps)).toContain(words.states[state])
    expect(textOf(LetterHead)).toContain(state === 'answered' ? '已答复' : '还剩 4 个工作日')
  })

  test('gives way to the next copy that is read', () => {
    const next = renewed(old('received'), letter({ state: 'accepted' }))
    expect(letterOf(next)?.state).toBe('accepted')
    expect(next).toMatchObject({ code: '0000-0000-0000', state: 'accepted' })
  })
})
