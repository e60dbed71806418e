import { describe, expect, test } from 'vitest'
import { calendarFile } from '../../src/citizen/letters/calendar-file.ts'
import { linesOf } from '../../src/citizen/core/canvas-text.ts'

/** as wide as a fixed font would be: two units a Chinese sign, one any other */
const measure = (text: string) => [...text].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 2 : 1), 0)

describe('the receipt as a picture', () => {
  test('breaks a Chinese title between any two signs, and loses none', () => {
    const title = '租房的钱算不算居住类价格'
    const lines = linesOf(title, 10, measure)
    expect(lines).toEqual(['租房的钱算', '不算居住类', '价格'])
    expect(lines.join('')).toBe(title)
  })

  test('keeps words and numbers of other scripts whole', () => {
    expect(linesOf('Number and code open it', 11, measure)).toEqual(['Number and', 'code open', 'it'])
    expect(linesOf('单位GDP能耗', 6, measure)).toEqual(['单位', 'GDP能', '耗'])
  })
})

describe('the calendar file', () => {
  test('holds one whole day, up to the next one', async () => {
    const text = await calendarFile('id', '2026-12-31', 'ZX-2026-000001 最晚今天答复', new Date(0)).text()
    expect(text).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n')
    expect(text).toContain('DTSTAMP:19700101T000000Z\r\n')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  test('escapes what the format means otherwise', async () => {
    expect(await calendarFile('id', '2026-12-31', 'a,b;c\\d', new Date(0)).text()).toContain(
      'SUMMARY:a\\,b\\;c\\\\d\r\n'
    )
  })
})
