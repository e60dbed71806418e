/** What notices are called at the desk. */
import type { noticeStates } from '#contract/notices.ts'
import type { NoticeChannel, NoticeEvent } from '#contract/notice-texts.ts'

export const eventWords: Readonly<Record<NoticeEvent, string>> = {
  accepted: '已受理',
  asked: '向写信人提问',
  answered: '已答复',
  dueMoved: '期限变动',
  transferred: '转办',
  refused: '不予受理',
  closed: '已办结',
  listed: '上了留言板',
  unlisted: '从留言板撤下',
  reviewFinished: '差评复核完成',
  placeOffered: '候补轮到了',
  offerLapsed: '候补名额没确认',
  slotMoved: '场次改了时间或地点',
  slotCalledOff: '场次取消了',
  stillComing: '前一天问还来不来',
  digest: '工作日待办（给工作人员）',
  escalated: '逾期多日（给局领导和办公室主任）'
}

export const channelWords: Readonly<Record<NoticeChannel, string>> = { email: '邮件', sms: '短信' }

export const languageWords = { zh: '中文', en: '英文' } as const

export const stateWords: Readonly<Record<(typeof noticeStates)[number], string>> = {
  waiting: '等着发',
  sent: '发出',
  counted: '没有服务器，没发',
  dropped: '已退订，没发',
  failed: '发不出去'
}

export const placeholderWords: Readonly<Record<string, string>> = {
  number: '编号',
  kind: '种类',
  link: '查看的网址',
  bureau: '本局名称',
  day: '日期',
  overdue: '逾期件数',
  dueSoon: '快到期件数',
  new: '新收件数',
  list: '编号和到期日',
  days: '逾期的工作日数'
}

/** What the preview is filled in with; no letter has this number. */
export const sample: Readonly<Record<string, string>> = {
  number: 'ZX-2026-000000',
  bureau: '本局名称',
  day: '2026-11-23',
  overdue: '1',
  dueSoon: '2',
  new: '3',
  list: 'ZX-2026-000000 2026-11-20\nLY-2026-000000 2026-11-24',
  days: '3'
}
