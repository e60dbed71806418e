/** What the pages of open days, bookings and this phone's lists say in common: days and times, who comes, how a booking stands. */
import type { AccessNeed, BookingState, PartyKind } from '#contract/open-days.ts'

const partyKinds: Record<PartyKind, string> = { alone: '1 人', family: '家庭', group: '团体' }
const needs: Record<AccessNeed, string> = {
  wheelchair: '轮椅通行',
  hearing: '听力方面的帮助',
  sight: '视力方面的帮助',
  companion: '有人陪同引导'
}
const states: Record<BookingState, string> = {
  placed: '报上了',
  waiting: '候补中',
  offered: '有名额了，等您回话',
  cancelled: '您取消了',
  lapsed: '候补的名额没有要',
  calledOff: '这一场取消了'
}

export const words = {
  day: (month: number, day: number, weekday: number) => `${month}月${day}日 星期${'日一二三四五六'.charAt(weekday)}`,
  time: {
    days: (days: number, hours: number) => (hours === 0 ? `${days} 天` : `${days} 天 ${hours} 小时`),
    hours: (hours: number, minutes: number) => (minutes === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes} 分钟`),
    minutes: (minutes: number) => `${minutes} 分钟`,
    /** between two lengths of time */
    to: (shortest: string, longest: string) => `${shortest}到${longest}`
  },
  partyKinds,
  needs,
  party: (kind: string, people: number, minors: number) =>
    `${kind}，${people} 人${minors === 0 ? '' : `，其中未成年 ${minors} 人`}`,
  needed: (needed: readonly string[]) => `需要${needed.join('、')}`,
  states,
  over: '已经结束',
  came: '去过了',
  tickets: '活动票',
  askedNow: '还去吗？',
  news: '有变化'
}

export type BookingWords = typeof words
