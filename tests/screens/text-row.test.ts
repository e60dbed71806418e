import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import { nextTick } from 'vue'
import TextRow from '../../src/citizen/core/TextRow.vue'

const short = { validator: (value: unknown) => (String(value).length >= 2 ? (true as const) : '太短了') }

function row(text: string, refused?: string) {
  const props = { name: 'title', label: '标题', rules: [short], most: 60, modelValue: text }
  return mount(TextRow, { props: refused === undefined ? props : { ...props, refused } })
}

describe('a text field', () => {
  test('is named by its label', () => {
    const field = row('')
    expect(field.get('label').attributes('for')).toBe(field.get('input').attributes('id'))
  })

  test('says what is wrong on leaving it, tied to the control', async () => {
    const field = row('问')
    expect(field.get('input').attributes('aria-invalid')).toBe('false')
    await field.get('input').trigger('blur')
    await nextTick()
    await nextTick()
    expect(field.get('input').attributes('aria-invalid')).toBe('true')
    const described = field.get('input').attributes('aria-describedby') ?? ''
    expect(field.get(`#${described}`).text()).toBe('太短了')
  })

  test('shows what the server refused', () => {
    expect(row('一个标题', '太长了').get('.wrong-say').text()).toBe('太长了')
  })

  test('counts characters as the server does', () => {
    expect(row('😀字').get('.count').text()).toBe('2 / 60')
  })
})
