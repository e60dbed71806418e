import { describe, expect, test } from 'vitest'
import {
  fillNotice,
  isNoticeAddress,
  maskAddress,
  noticeEvents,
  noticeFooter,
  placeholdersOf,
  wrongPlaceholder
} from '#contract/notice-texts.ts'

describe('a text of notices', () => {
  test('is filled in with what it names, and with nothing that a value brings along', () => {
    expect(fillNotice('您的{kind} {number}', { kind: '{number}', number: 'ZX-2026-000001' })).toBe(
      '您的{number} ZX-2026-000001'
    )
    expect(fillNotice('{toString} {constructor}', {})).toBe('{toString} {constructor}')
  })

  test.each([
    ['{title}', '{title}'],
    ['{ number }', '{ number }'],
    ['少了一半 {number', '{'],
    ['多了一半 number}', '}'],
    ['{}', '{}'],
    ['{{number}}', '{'],
    [`{${'x'.repeat(60)}}`, `{${'x'.repeat(39)}`]
  ])('%s can not be filled in', (text, wrong) => {
    expect(wrongPlaceholder('answered', text)).toBe(wrong)
  })

  test('of any event takes the words of that event, and none names anybody', () => {
    for (const event of noticeEvents) {
      const all = placeholdersOf(event).map((name) => `{${name}}`)
      expect(wrongPlaceholder(event, all.join(' '))).toBeUndefined()
      for (const name of ['title', 'text', 'code', 'name', 'email', 'phone'])
        expect(wrongPlaceholder(event, `{${name}}`)).toBe(`{${name}}`)
    }
  })

  test('ends with the way out, in every channel and language', () => {
    for (const channel of ['email', 'sms'] as const)
      for (const language of ['zh', 'en'] as const)
        expect(noticeFooter(channel, language, 'https://x/notices/y')).toContain('https://x/notices/y')
  })
})

describe('an address', () => {
  test.each([
    ['email', 'xu.dashan@mail.example.com', true],
    ['email', "o'neill+tag@example.cn", true],
    ['email', 'nobody@nowhere', false],
    ['email', 'a,b@example.com', false],
    ['email', '<a@example.com>', false],
    ['email', 'a@example.com\r\nBcc: b@example.com', false],
    ['email', 'a@-example.com', false],
    ['email', `${'a'.repeat(65)}@example.com`, false],
    ['sms', '13911112222', true],
    ['sms', '0755-12345678', false],
    ['sms', '+8613911112222', false]
  ] as const)('%s %s: %s', (channel, address, right) => {
    expect(isNoticeAddress(channel, address)).toBe(right)
  })

  test('is shown as far as its owner needs it', () => {
    expect(maskAddress('email', 'xu.dashan@mail.example.com')).toBe('x***@mail.example.com')
    expect(maskAddress('sms', '13911112222')).toBe('139****2222')
  })
})
