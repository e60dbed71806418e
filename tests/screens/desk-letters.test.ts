import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DeskLetter } from '#contract/letters-desk.ts'
import { dueWords } from '../../src/desk/letters/due-words.ts'
import { useKeptField } from '../../src/desk/core/use-kept-field.ts'
import { useNote } from '../../src/desk/letters/use-note.ts'
import { whyNot } from '../../src/desk/letters/why-not.ts'

describe('a deadline in words', () => {
  const due = (dueOn: string, workingDaysLeft: number | null, provisional = false) =>
    dueWords(
      { dueOn, workingDaysLeft, provisional, state: workingDaysLeft === null ? 'closed' : 'drafting' },
      '2026-11-24'
    )

  test.each([
    [due('2026-12-15', 15), '剩 15 天', 'calm'],
    [due('2026-11-26', 2), '剩 2 天', 'soon'],
    [due('2026-11-27', 3), '剩 3 天', 'calm'],
    [due('2026-11-24', 0), '今天到期', 'soon'],
    [due('2026-11-20', -2), '逾期 2 天', 'late'],
    // due on Friday, looked at on the weekend: no working day has passed, and it is late all the same
    [due('2026-11-23', 0), '逾期', 'late'],
    [due('2026-11-20', null), '已办结', 'done']
  ])('%j', (said, short, tone) => {
    expect(said.short).toBe(short)
    expect(said.tone).toBe(tone)
  })

  test('a date that may still move says so', () => {
    expect(due('2027-01-12', 20, true).long).toBe('1月12日（暂定）前答复，剩 20 个工作日')
  })
})

describe('why the next step is not the reader’s', () => {
  const office = { id: 'x', name: '价格统计科' }
  const why = (state: DeskLetter['state'], actions: DeskLetter['actions'], signs = false) =>
    whyNot(
      {
        state,
        actions,
        office,
        signedBy: 'office',
        together: { lead: null, members: [], dueOn: null, workingDaysLeft: null }
      },
      { may: (permission) => signs && permission === 'letters:sign', mayEverywhere: () => false }
    )

  test('nothing is said where the reader can act', () => {
    expect(why('received', ['accept', 'assign'])).toBe('')
    expect(why('drafting', ['draft'])).toBe('')
    expect(why('signing', ['sign', 'return'], true)).toBe('')
  })

  test('who wrote the reply learns that another must sign it', () => {
    expect(why('signing', ['return'], true)).toContain('要由别人签发')
    expect(why('signing', [])).toContain('等科室负责人或局领导签发')
  })

  test('the registry learns how a letter that an office holds is transferred', () => {
    expect(why('assigned', ['assign'])).toContain('先请他们退回办公室')
    expect(why('assigned', [])).toBe('由价格统计科起草答复。')
  })
})

describe('what is typed and not sent', () => {
  beforeEach(() => {
    window.sessionStorage.clear()
    setActivePinia(createPinia())
  })

  /** Runs a composable as a page does. */
  function within<Result>(setup: () => Result): Result {
    let result: Result | undefined
    mount({
      setup() {
        result = setup()
        return () => null
      }
    })
    return result as Result
  }

  test('the words of an act are there again when its dialog is opened again, and gone when it is done', () => {
    const first = within(() => useKeptField('refuse', 'letter-1'))
    first.text.value = '说到一半'
    expect(within(() => useKeptField('refuse', 'letter-1')).text.value).toBe('说到一半')
    expect(within(() => useKeptField('refuse', 'letter-2')).text.value).toBe('')
    first.clear()
    expect(within(() => useKeptField('refuse', 'letter-1')).text.value).toBe('')
  })

  test('a note that is sent again keeps its id, also after a reload; other words are another note', () => {
    const note = within(() => useNote('letter-1'))
    note.text.value = '见去年的说明'
    const { id } = note.toSend()
    expect(note.toSend()).toEqual({ id, text: '见去年的说明' })

    const reloaded = within(() => useNote('letter-1'))
    expect(reloaded.toSend()).toEqual({ id, text: '见去年的说明' })
    reloaded.text.value = '见去年和前年的说明'
    expect(reloaded.toSend().id).not.toBe(id)
  })

  test('a note that arrived leaves the field empty, and the next one has an id of its own', () => {
    const note = within(() => useNote('letter-1'))
    note.text.value = '同样的话'
    const { id } = note.toSend()
    note.clear()
    expect(note.text.value).toBe('')
    note.text.value = '同样的话'
    expect(note.toSend().id).not.toBe(id)
  })
})
