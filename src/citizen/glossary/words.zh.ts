/** Words of the glossary. */
export const words = {
  lead: '统计上常用的名词：什么意思、算谁、怎么算、依据在哪儿。',
  search: '搜名词',
  searchHint: '搜：常住人口、同比',
  clear: '清空',
  initials: '按拼音找',
  none: (typed: string) => `没找到“${typed}”，可以直接问`,
  noneSay: '换个说法再搜，或者把问题写给统计局。',
  ask: '直接问',
  loading: '正在取',
  found: (terms: number) => `找到 ${terms} 个`,
  see: '一起看',
  askThis: '问这个词',
  askAbout: (name: string, address: string) => `关于名词“${name}”（${address}）：\n`,
  gone: '没有这个词',
  goneSay: '可能改了名字，也可能地址抄错了。',
  toAll: '看全部名词',
  inTexts: (name: string) => `搜写到“${name}”的文章`,
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，联网后更新。`
}

export type GlossaryWords = typeof words
