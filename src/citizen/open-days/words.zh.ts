/** Words of the open days: the calendar and the page of one. */
import type { OpenDayKind } from '#contract/open-days.ts'

const kinds: Record<OpenDayKind, string> = {
  openDay: '开放日',
  openWeek: '开放周',
  disclosureDay: '政务公开日',
  onlineTalk: '网络问政',
  pressConference: '新闻发布会',
  interview: '访谈'
}

export const words = {
  kinds,
  lead: '到统计局看看数据是怎么来的。免费，先报名，到门口出示活动票。',
  upcoming: '要办的',
  past: '办过的',
  noneYet: '眼下没有要办的活动',
  noneYetSay: '定下来会先写在这里，订阅日历也会自动收到。',
  subscribe: '下载日历',
  subscribeSay: '所有场次一个文件，放进手机日历',
  address: '日历订阅地址',
  readingPlacesSay: '不用等开放日，公报、年鉴随时去查',
  days: (from: string, to: string) => `${from}到${to}`,
  noTimeYet: '时间还没有定',
  slots: (count: number) => `${count} 场`,
  line: {
    places: '可以报名',
    full: '眼下没有空名额',
    cancelled: '取消了',
    opens: (when: string) => `${when} 起报名`
  },
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，名额以联网后为准。`,
  loading: '正在取',
  cancelled: '这次活动取消了',
  after: '办得怎么样',
  attended: (people: number) => `来了 ${people} 人`,
  handedOut: (count: number) => `发出资料 ${count} 份`,
  slotsTitle: '场次',
  slotsNone: '还没有定场次。',
  slot: {
    cancelled: '这一场取消了',
    over: '已经结束',
    running: '正在进行，不再报名',
    opens: (when: string) => `${when} 起报名`,
    opensIn: (time: string) => `离开始报名还有 ${time}`,
    opensSoon: '马上开始报名，这一页到点会自己变',
    places: (left: number, most: number) => `还有 ${left} 个名额，一次最多报 ${most} 人`,
    full: '报满了，可以排候补',
    waiting: (parties: number) => `报满了，候补已有 ${parties} 家`,
    invited: '只给受邀的团体，要邀请码',
    meet: (point: string) => `集合：${point}`,
    changeUntil: (when: string) => `${when} 前可以改、可以取消`
  },
  book: '报名',
  wait: '排候补',
  of: (what: string, title: string) => `${what}：${title}`,
  placeTitle: '在哪里',
  directions: '怎么去',
  accessibility: '无障碍',
  phone: '问活动的事打',
  programme: '内容',
  materials: '资料',
  ruleTitle: '候补怎么排',
  rule: (held: string) => [
    '有人退出，空出来的名额按排队的先后给。',
    '轮到的这一家人多、坐不下，就先给后面坐得下的；这一家的位置不变，一有够的名额马上轮到。',
    `轮到了会留 ${held}等您回话（离截止近时会短一些，票上写着到几点）；不要，或者到时没有回话，马上给下一家。`
  ],
  keepTitle: '报名信息留多久',
  keep: (days: number) => `电话、邮箱和需要的帮助，活动后 ${days} 天自动删除。`,
  gone: '这次活动看不到了',
  goneSay: '可能已经撤下，也可能地址抄错了。',
  toList: '看所有活动'
}

export type OpenDayWords = typeof words
