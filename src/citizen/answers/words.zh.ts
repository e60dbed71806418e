/** Words of the published answers. */
const grades: Record<number, string> = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' }

export const words = {
  list: '大家问过的',
  lead: '写信人同意公开的来信和答复，姓名、电话和住址已隐去。',
  search: '搜问过的问题',
  searchHint: '搜：平均工资、普查、填报',
  clear: '清空',
  topics: '按类别看',
  all: '全部',
  found: (shown: number, more: boolean) => `找到 ${shown} 条${more ? '，往下还有' : ''}`,
  more: '再看一些',
  loading: '正在取',
  noneYet: '还没有公开的答复',
  noneYetSay: '答复过的来信，写信人同意了才会公开在这里。',
  noneHere: '这一类还没有公开的答复',
  notFound: (typed: string) => `没找到“${typed}”`,
  notFoundSay: '换个说法再搜，或者直接问。',
  ask: '我要问',
  askThis: '直接问',
  repliedIn: (days: number) => (days === 0 ? '当天答复' : `用了 ${days} 个工作日`),
  answer: '问答',
  asked: (day: string) => `${day} 问`,
  replyOf: (office: string) => `${office}答复`,
  replied: (day: string) => `${day} 答`,
  rule: (limit: number, used: number) => `期限 ${limit} 个工作日，用了 ${used} 个`,
  graded: '写信人评价',
  grades,
  redacted: '公开的是另做的一份，能认出人的内容已隐去。',
  similar: '有类似的问题，可以另问',
  similarSay: '写清您的情况，由管这件事的科室答复。',
  follow: '我也要问',
  gone: '这一条看不到了',
  goneSay: '可能已经撤下，也可能地址抄错了。',
  toList: '看大家问过的'
}

export type AnswerWords = typeof words
