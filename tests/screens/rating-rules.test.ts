import { describe, expect, test } from 'vitest'
import {
  longestComment,
  needsReasons,
  ratingDraft,
  ratingFault,
  type RatingForm
} from '../../src/citizen/letters/rating-rules.ts'

const form = (more: Partial<RatingForm>): RatingForm => ({ grade: undefined, reasons: [], comment: '', ...more })

describe('a rating', () => {
  test('is not sent before a grade was chosen', () => {
    expect(ratingFault(form({}))).toBe('grade')
    expect(ratingDraft(form({ comment: '谢谢' }))).toBeUndefined()
  })

  test.each([
    [5, false],
    [4, false],
    [3, false],
    [2, true],
    [1, true]
  ])('of grade %i asks for reasons: %s', (grade, needed) => {
    expect(needsReasons(grade)).toBe(needed)
    expect(ratingFault(form({ grade }))).toBe(needed ? 'reasons' : undefined)
    expect(ratingFault(form({ grade, reasons: ['unclear'] }))).toBeUndefined()
  })

  test('that was low and is put up again takes its reasons along no more', () => {
    expect(ratingDraft(form({ grade: 4, reasons: ['late'] }))).toEqual({ grade: 4 })
    expect(ratingDraft(form({ grade: 1, reasons: ['late'] }))).toEqual({ grade: 1, reasons: ['late'] })
  })

  test('leaves an empty comment out, and counts its characters as the server does', () => {
    expect(ratingDraft(form({ grade: 5, comment: '  \n' }))).toEqual({ grade: 5 })
    expect(ratingDraft(form({ grade: 5, comment: ' 说得明白 ' }))).toEqual({ grade: 5, comment: '说得明白' })
    expect(ratingFault(form({ grade: 5, comment: '😀'.repeat(longestComment) }))).toBeUndefined()
    expect(ratingFault(form({ grade: 5, comment: '字'.repeat(longestComment + 1) }))).toBe('comment')
  })
})
