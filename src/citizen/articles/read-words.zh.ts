/** Words of the page of one article that answer to a tap. */
export const words = {
  share: '分享',
  sizes: ['标准字号', '大字号', '最大字号'],
  size: (now: string) => `字号，现在是${now}`,
  minutes: (minutes: number) => `读完约 ${minutes} 分钟`,
  doubt: '有疑问',
  doubtAbout: (title: string, address: string) => `关于《${title}》（${address}）：\n`,
  keep: '存到手机',
  kept: '已存到这台手机',
  keeping: '正在存',
  notKept: '手机空间不够，没有存下',
  copied: '复制好了',
  copyByHand: '这个浏览器不让复制，请长按选中',
  loading: '正在取',
  gone: '这篇文章看不到了',
  goneSay: '可能已经撤下，也可能地址抄错了。',
  toColumns: '看公开的信息',
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，联网后更新。`,
  replaced: (published: string, replaced: string) => `这是 ${published} 公布、${replaced} 被更正前的版本，不再使用。`,
  correctedWhat: (note: string) => `更正了：${note}`,
  toCurrent: '看现在的版本',
  earlierVersion: '更正前的版本'
}

export type ReadWords = typeof words
