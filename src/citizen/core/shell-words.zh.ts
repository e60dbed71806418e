/** What stands around every page, and what several pages say. */
import type { PageName } from '#contract/pages.ts'
import type { LetterKind, LetterState } from '#contract/letters.ts'

const titles: Record<PageName | 'notFound', string> = {
  home: '问政',
  writeLetter: '咨询',
  findLetter: '凭编号查',
  receipt: '回执',
  letter: '办件',
  me: '我的',
  privacy: '个人信息怎么用',
  notFound: '没有这个页面'
}
const kinds: Record<LetterKind, string> = { enquiry: '咨询' }
const states: Record<LetterState, string> = {
  received: '已收到',
  assigned: '办理中',
  signing: '审核中',
  answered: '已答复'
}

export const words = {
  product: '问政',
  description: '问统计局一个问题，看得见几号答复。',
  titles,
  kinds,
  states,
  skip: '跳到正文',
  back: '返回',
  close: '关闭',
  mainNavigation: '主导航',
  tabs: { home: '首页', me: '我的' },
  elder: '长辈版',
  elderOn: '换成长辈版，大字大按钮',
  elderOff: '换回标准版',
  otherLanguage: 'English',
  otherLanguageShort: 'EN',
  demo: '演示',
  tryAgain: '再试一次',
  copy: '复制',
  copied: (what: string) => `${what}复制好了`,
  copyByHand: '没有复制成，请长按选中',
  newVersion: '有新版本。',
  useNewVersion: '现在换上',
  newVersionWaits: '发完就换上',
  weekdays: ['日', '一', '二', '三', '四', '五', '六'],
  day: (month: number, day: number) => `${month}月${day}日`,
  dayWithWeekday: (month: number, day: number, weekday: string) => `${month}月${day}日（星期${weekday}）`,
  due: {
    left: (days: number) => `还剩 ${days} 个工作日`,
    today: '今天到期',
    over: (days: number) => `超期 ${days} 天`,
    answered: '已答复',
    answeredIn: (days: number) => `用了 ${days} 个工作日`,
    before: (day: string) => `${day}前`,
    beforeReply: (day: string) => `${day}前答复`,
    shouldBe: (day: string) => `应在${day}前答复`,
    rule: (limit: number, left: number) => `共 ${limit} 个工作日，还剩 ${left} 个`,
    ruleOver: (limit: number) => `共 ${limit} 个工作日，已经用完`,
    ruleUsed: (limit: number, used: number) => `期限 ${limit} 个工作日，用了 ${used} 个`
  },
  notFound: {
    title: '没有这个页面',
    say: '地址可能抄错了，也可能这一页已经撤下。',
    home: '回首页'
  }
}

export type ShellWords = typeof words
