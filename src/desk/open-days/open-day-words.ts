/** What the kinds, states and needs of open days are called at the desk. */
import type { AccessNeed, BookingState, OpenDayKind, OpenDayState, PartyKind } from '#contract/open-days.ts'

export const kindWords: Readonly<Record<OpenDayKind, string>> = {
  openDay: '开放日',
  openWeek: '开放周',
  disclosureDay: '政务公开日',
  onlineTalk: '网络问政',
  pressConference: '新闻发布会',
  interview: '访谈'
}

export const stateWords: Readonly<Record<OpenDayState, string>> = {
  draft: '没有发布',
  published: '已发布',
  cancelled: '已取消'
}

export const partyWords: Readonly<Record<PartyKind, string>> = { alone: '个人', family: '家庭', group: '团体' }

export const needWords: Readonly<Record<AccessNeed, string>> = {
  wheelchair: '轮椅',
  hearing: '听力不便',
  sight: '视力不便',
  companion: '要人陪同'
}

export const bookingWords: Readonly<Record<BookingState, string>> = {
  placed: '有名额',
  waiting: '候补',
  offered: '等他答复',
  cancelled: '自己取消',
  lapsed: '没有要名额',
  calledOff: '场次取消'
}
