/** What a cell of an imported table becomes, and why it can't: one rule a field, pure. The reasons are read by the clerk who imports. */
import { Check } from 'typebox/value'
import type { TSchema } from 'typebox'
import { isDay } from '#contract/calendar.ts'
import {
  answerWays,
  DueReason,
  OuterNumber,
  WayBackNote,
  type AnswerWay,
  type ChannelSource
} from '#contract/channels.ts'
import { Contact, LetterDraft, letterTopics, type LetterTopic } from '#contract/letters.ts'
import type { ImportField } from '#contract/letters-ledger.ts'

/** A cell that becomes something, or the reason why not. */
export type Become = { readonly value: string } | { readonly reason: string }

interface FieldRule {
  readonly name: string
  /** headings that are likely this field */
  readonly headings: RegExp
  readonly become: (raw: string) => Become
}

export const topicNames: Readonly<Record<LetterTopic, string>> = {
  figures: '数据',
  methods: '口径和算法',
  surveys: '入户和调查',
  census: '普查',
  reporting: '企业填报',
  documents: '资料和年鉴',
  other: '其他'
}

export const wayNames: Readonly<Record<AnswerWay, string>> = {
  phone: '电话',
  email: '邮件',
  post: '邮寄',
  counter: '当面',
  channel: '原渠道'
}

const fitting =
  (schema: TSchema, reason: string) =>
  (raw: string): Become =>
    Check(schema, raw) ? { value: raw } : { reason }

/** `2026-11-23`, `2026/11/3`, `2026年11月3日`, `20261103`, each with or without a time behind it. */
function day(raw: string): Become {
  const [, year = '', month = '', date = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s].*)?$/.exec(raw) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(raw) ?? []
  const value = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return year !== '' && isDay(value) ? { value } : { reason: '不是日期，要写成 2026-11-23 这样' }
}

/** One of a closed list, by its name here or its key. */
const named =
  <K extends string>(keys: readonly K[], names: Readonly<Record<K, string>>) =>
  (raw: string): Become => {
    const key = keys.find((one) => one === raw || names[one] === raw)
    return key === undefined
      ? { reason: `没有这一项，只能写：${keys.map((one) => names[one]).join('、')}` }
      : { value: key }
  }

const phoneOf = (raw: string): Become =>
  fitting(Contact.properties.phone, '不是电话号码')(raw.replace(/[\s()（）]|^\+?86[-\s]?(?=1)/g, ''))

export const fieldRules: Readonly<Record<ImportField, FieldRule>> = {
  outerNumber: {
    name: '外部编号',
    headings: /(工单|受理|诉求|来件|外部)?(编号|单号|流水号)/,
    become: (raw) => fitting(OuterNumber, '外部编号最多 60 个字')(raw.normalize('NFKC'))
  },
  receivedOn: {
    name: '收到日期',
    headings: /(收到|来电|来信|来件|受理|登记|交办|派单)(日期|时间)|^日期$/,
    become: day
  },
  title: {
    name: '标题',
    headings: /标题|题目/,
    become: fitting(LetterDraft.properties.title, '标题要 2 到 60 个字')
  },
  text: {
    name: '内容',
    headings: /内容|诉求描述|正文|问题描述/,
    become: fitting(LetterDraft.properties.text, '内容要 5 到 2000 个字')
  },
  topic: { name: '主题', headings: /主题|问的是/, become: named(letterTopics, topicNames) },
  name: {
    name: '姓名',
    headings: /姓名|来电人|联系人|来信人|市民/,
    become: fitting(Contact.properties.name, '姓名最多 40 个字')
  },
  phone: { name: '电话', headings: /电话|手机|号码/, become: phoneOf },
  email: {
    name: '邮箱',
    headings: /邮箱|邮件地址|e-?mail/i,
    become: fitting(Contact.properties.email, '不是邮箱地址')
  },
  dueOn: { name: '办结期限', headings: /(办结|办理|答复|到期|截止)(期限|时限|日期|时间)|限办/, become: day },
  dueReason: {
    name: '期限由来',
    headings: /期限(由来|原因|依据)/,
    become: fitting(DueReason, '期限由来要 2 到 100 个字')
  },
  wayBack: { name: '答复方式', headings: /(答复|回复|反馈)(方式|途径)/, become: named(answerWays, wayNames) },
  wayBackNote: {
    name: '答复备注',
    headings: /(答复|回复|反馈)(备注|说明|地址)/,
    become: fitting(WayBackNote, '答复备注最多 200 个字')
  }
}

/** What a cell becomes; an empty one nothing. A character that can't be stored breaks it. */
export function becomeOf(field: ImportField, raw: string, source: ChannelSource): Become | undefined {
  if (raw === '') return undefined
  if (raw.includes('\0')) return { reason: '有存不了的字符' }
  if ((field === 'dueOn' || field === 'dueReason') && source !== 'hotline')
    return { reason: '只有 12345 热线的来件能自带期限' }
  return fieldRules[field].become(raw)
}
