import { describe, expect, test } from 'vitest'
import { bodyOf, faultsOf, freshRegistration, registrationFrom } from '../../src/desk/letters/registration.ts'

const today = '2026-11-24'
const typed = (changes: Partial<ReturnType<typeof freshRegistration>> = {}) => ({
  ...freshRegistration(today),
  title: '去年的产量',
  text: '打来电话问产量。',
  ...changes
})

describe('a registration that is typed', () => {
  test('an empty one is told what must be filled, in the order of the form', () => {
    expect(Object.keys(faultsOf(freshRegistration(today), today))).toEqual(['title', 'text'])
    expect(faultsOf(typed(), today)).toEqual({})
  })

  test.each([
    [{ receivedOn: '2026-11-25' }, 'receivedOn'],
    [{ receivedOn: '2026-09-24' }, 'receivedOn'],
    [{ receivedOn: '' }, 'receivedOn'],
    [{ source: 'hotline', dueOn: '2026-11-23' }, 'dueOn'],
    [{ phone: '12345' }, 'phone'],
    [{ email: 'somebody' }, 'email'],
    [{ text: '字'.repeat(2001) }, 'text'],
    [{ wayBackNote: '字'.repeat(201) }, 'wayBackNote']
  ] as const)('%j is wrong at %s', (changes, field) => {
    expect(Object.keys(faultsOf(typed(changes), today))).toEqual([field])
  })

  test('is sent without what was left empty, and without a due day where the hotline set none', () => {
    const { id } = freshRegistration(today)
    expect(
      bodyOf(typed({ id, dueOn: '2026-11-30', dueReason: '热线交办', name: ' 王女士 ', outerNumber: '  ' }))
    ).toEqual({
      id,
      source: 'phone',
      receivedOn: today,
      kind: 'enquiry',
      topic: 'other',
      title: '去年的产量',
      text: '打来电话问产量。',
      contact: { name: '王女士' },
      wayBack: 'phone'
    })
    expect(bodyOf(typed({ source: 'hotline', dueOn: '2026-11-30' }))).toMatchObject({ dueOn: '2026-11-30' })
  })

  test('comes back after a reload as it was, with its id; what can not be read begins anew', () => {
    const one = typed({ phone: '13900000001' })
    expect(registrationFrom(JSON.stringify(one), today)).toEqual(one)
    expect(registrationFrom('', today)).toBeUndefined()
    expect(registrationFrom('{"title":"半截"}', today)).toBeUndefined()
  })
})
