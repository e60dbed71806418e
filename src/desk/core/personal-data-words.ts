/** Chinese for what looks like personal data. */
import type { PersonalDataKind } from '#contract/answers.ts'

export const personalDataWords: Readonly<Record<PersonalDataKind, string>> = {
  name: '姓名',
  idNumber: '证件号码',
  phone: '电话',
  address: '住址',
  email: '邮箱',
  account: '微信或 QQ',
  bankCard: '银行卡号',
  plate: '车牌号'
}
