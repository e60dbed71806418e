/** Chinese for what looks like personal data, and where it stands. */
import type { copyParts, PersonalDataKind } from '#contract/answers.ts'

export type CopyPart = (typeof copyParts)[number]

export const kindWords: Readonly<Record<PersonalDataKind, string>> = {
  name: '姓名',
  idNumber: '证件号码',
  phone: '电话',
  address: '住址',
  email: '邮箱',
  account: '微信或 QQ',
  bankCard: '银行卡号',
  plate: '车牌号'
}

export const partWords: Readonly<Record<CopyPart, string>> = { title: '标题', question: '来信', reply: '答复' }
