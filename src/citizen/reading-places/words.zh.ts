/** Words of the reading places. */
import type { PlaceDayKind } from '#contract/reading-places.ts'

const kinds: Record<PlaceDayKind, string> = {
  workday: '工作日',
  makeUp: '调休上班',
  weekend: '休息日',
  holiday: '放假'
}

export const words = {
  kinds,
  lead: '统计公报、年鉴和公开的文件，可以到这些地方当面查。不收钱，不问您是谁。',
  none: '还没有登记查阅场所',
  noneSay: '要查公开的信息，可以先在“公开”里找，也可以写信来问。',
  day: (month: number, day: number, weekday: number) => `${month}月${day}日 周${'日一二三四五六'.charAt(weekday)}`,
  span: (from: string, to: string) => `${from}–${to}`,
  between: '，',
  today: '今天',
  closedToday: '今天不开放',
  open: (until: string) => `现在开放，到 ${until}`,
  shut: (day: string, from: string) => `现在不开放，下次开放：${day} ${from}`,
  laterToday: (from: string) => `现在不开放，今天 ${from} 开放`,
  shutThrough: (day: string) => `现在不开放，到 ${day} 都不开放`,
  unknown: '存下的时间过期了，联网后才知道现在开不开放',
  closed: '不开放',
  closure: (from: string, to: string) => `${from === to ? from : `${from}到${to}`} 不开放：`,
  address: '地址',
  directions: '怎么去',
  accessibility: '无障碍',
  phone: '电话',
  hours: '开放时间',
  workday: '工作日',
  restday: '休息日',
  restdaySay: '休息日是周末和法定节假日；调休上班的周末按工作日开放。',
  ahead: '今后两周哪天开放',
  offers: '能查什么，有什么帮助',
  rule: '请注意',
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，临时的变动要联网后才看得到。`,
  loading: '正在取'
}

export type ReadingPlaceWords = typeof words
