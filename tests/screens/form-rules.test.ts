import { describe, expect, test } from 'vitest'
import { Contact, LetterDraft } from '#contract/letters.ts'
import { brokenRule, countCharacters, longest, rulesFor } from '#ui/rules-for.ts'

describe('form rules out of the contract', () => {
  test.each([
    ['title', '', { pointer: '/title', rule: 'required' }],
    ['title', '   ', { pointer: '/title', rule: 'required' }],
    ['title', '问', { pointer: '/title', rule: 'minLength', limit: 2 }],
    ['title', '字'.repeat(61), { pointer: '/title', rule: 'maxLength', limit: 60 }],
    ['title', '😀'.repeat(60), undefined],
    ['text', '看到房租涨了', undefined]
  ])('%s %j', (name, value, expected) => {
    expect(brokenRule(LetterDraft, name, value)).toEqual(expected)
  })

  test.each([
    ['phone', '', undefined],
    ['phone', '1380000', { pointer: '/contact/phone', rule: 'pattern' }],
    ['phone', '13800000000', undefined],
    ['phone', '010-12345678', undefined],
    ['email', 'somebody', { pointer: '/contact/email', rule: 'pattern' }],
    ['email', 'somebody@example.com', undefined]
  ])('%s %j', (name, value, expected) => {
    expect(brokenRule(Contact, name, value, '/contact')).toEqual(expected)
  })

  test('count characters, not the units of the machine', () => {
    expect(countCharacters('😀字')).toBe(2)
    expect(longest(LetterDraft, 'title')).toBe(60)
  })

  test('become rules of a form that answer with a sentence', () => {
    const [rule] = rulesFor(LetterDraft, 'title', ({ rule: broken }, value) => `${broken}: ${value}`)
    expect(rule?.validator('问')).toBe('minLength: 问')
    expect(rule?.validator('房租')).toBe(true)
  })
})
