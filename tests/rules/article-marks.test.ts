/** Marks of secrecy as they stand on documents, and the same words where they are no mark. */
import { describe, expect, test } from 'vitest'
import { secrecyMarks } from '#server/articles/marks.ts'

const marked = [
  '绝密★长期',
  '机密★10年',
  '秘密★1年',
  '机密☆启用前',
  '绝　密',
  '绝 密',
  '机密',
  '秘　密　★　５　年',
  '秘密　长期',
  '秘密 10年',
  '机密，20年',
  '机密★十年',
  '机密*10年',
  '【机密】',
  '（秘密）',
  '[绝密]',
  '密级：机密',
  '密级:秘密★3年　份号：000012',
  '000123 机密★5年 特急',
  '特急　秘密',
  '关于某某情况的报告（秘密）',
  '关于某某情况的报告【机密★1年】',
  '機密★10年',
  '絕密',
  '祕密',
  '机​密★10年',
  '密级为机密★10年的文件',
  '内部资料 注意保存',
  '内部资料　注意保存',
  '内部资料，请注意保存',
  '内 部 资 料　注 意 保 存',
  '（内部资料　不得外传）',
  '内部资料★注意保管',
  '★内部文件',
  '内部文件 严禁外传',
  '内部材料，请勿外传！',
  '仅供内部参考',
  '仅供内部使用，不得外传。',
  '【内部使用】',
  '不得外传',
  '严禁外传！',
  '阅后收回',
  '会后收回　请勿拍照',
  '此件不公开',
  'CONFIDENTIAL',
  'Top Secret',
  'ＳＥＣＲＥＴ'
]

const plain = [
  '保守国家秘密是公民的基本义务。',
  '统计人员对在统计工作中知悉的国家秘密、商业秘密和个人信息应当予以保密。',
  '商业秘密',
  '国家秘密',
  '工作秘密',
  '国家秘密的密级分为绝密、机密、秘密三级。',
  '国家秘密分为三级（绝密、机密、秘密）。',
  '密级：绝密、机密、秘密',
  '绝密级国家秘密是最重要的国家秘密。',
  '机密级计算机应当在规定的地方使用。',
  '秘密级国家秘密不超过十年。',
  '保护商业秘密★企业必读',
  '秘密10年前就已经公开。',
  '商业秘密（Trade Secret）保护',
  '这是一个公开的秘密。',
  '森林里的秘密',
  '《机密》是一部小说',
  '企业的内部资料由企业自己保管。',
  '内部资料性出版物管理办法',
  '调查对象的资料不得外传，也不得用于统计以外的目的。',
  '统计人员应当妥善保管原始资料，不得外传。',
  '系统内部使用情况说明',
  '内部审计',
  '内部控制制度',
  '仅供参考',
  '此件公开发布',
  '依申请公开',
  '不予公开的决定应当说明理由。',
  '严格保密制度，落实责任。',
  '本文中“秘密”一词指商业秘密。',
  '涉密不上网，上网不涉密',
  '密度',
  '秘书处',
  '机密性、完整性和可用性',
  '评分：★★★★★',
  '数据保密★重点',
  '10年期国债',
  '长期',
  'The secret of good statistics',
  'Confidentiality',
  '注意保存好原始凭证。',
  ''
]

describe('marks of secrecy', () => {
  test.each(marked)('found: %s', (line) => {
    expect(secrecyMarks(`标题\n${line}\n正文`)).toHaveLength(1)
  })

  test.each(plain)('no mark: %s', (line) => {
    expect(secrecyMarks(`标题\n${line}\n正文`)).toEqual([])
  })

  test('each line is told once, as it is written, and not at any length', () => {
    expect(secrecyMarks(' 机密★10年 \r\n机密★10年\n正文')).toEqual(['机密★10年'])
    const [told = ''] = secrecyMarks(`机密★10年 ${'很长的一行。'.repeat(50)}`)
    expect([...told].length).toBeLessThanOrEqual(61)
    expect(told.startsWith('机密★10年')).toBe(true)
  })

  test('a long line takes no long time', () => {
    const started = performance.now()
    secrecyMarks(
      `${'内部'.repeat(50_000)}\n${'不得外传'.repeat(30_000)}！\n${'（'.repeat(100_000)}\n${'机密'.repeat(60_000)}`
    )
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
