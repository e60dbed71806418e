/** What the desk calls the fields that a column of an imported table can be. */
import type { ImportField } from '#contract/letters-ledger.ts'

export const fieldWords: Readonly<Record<ImportField, string>> = {
  outerNumber: '对方的编号',
  receivedOn: '收到日期',
  title: '标题',
  text: '内容',
  topic: '主题',
  name: '姓名',
  phone: '电话',
  email: '邮箱',
  dueOn: '热线要求的最后一天',
  dueReason: '这个期限的由来',
  wayBack: '答复怎么告知',
  wayBackNote: '告知的备注'
}
export const allFields = Object.keys(fieldWords) as readonly ImportField[]
