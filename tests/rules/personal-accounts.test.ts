import { describe, expect, test } from 'vitest'
import { findPersonalData, redact } from '#contract/personal-data.ts'

const foundIn = (text: string) => findPersonalData(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])

describe('what looks like personal data', () => {
  test.each([
    ['加我微信 tongji_2026 细说。', 'account', 'tongji_2026'],
    ['微信号：wx-abc123，随时联系', 'account', 'wx-abc123'],
    ['QQ号码是10001234', 'account', '10001234'],
    ['微信13800138000同号', 'phone', '13800138000'],
    ['护照号码：E12345678。', 'idNumber', 'E12345678'],
    ['港澳通行证C12345678过期了', 'idNumber', 'C12345678'],
    ['打138\u200b0013\u200b8000找我', 'phone', '138\u200b0013\u200b8000']
  ])('%s', (text, kind, what) => {
    expect(foundIn(text)).toEqual([[kind, what]])
    expect(redact(text, findPersonalData(text))).not.toContain(what)
  })

  test.each(['微信公众号 wenzheng2026 上有公报', '用微信支付12345笔', '表号 E12345678', 'QQ群里有人问'])(
    'not in %s',
    (text) => {
      expect(foundIn(text)).toEqual([])
    }
  )
})
