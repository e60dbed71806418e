/** Words of a term. */
export const words = {
  scope: '统计范围',
  method: '怎么算的',
  source: '依据',
  aliases: '也叫',
  see: '一起看',
  ask: '问这个词',
  whole: '单独看这一条',
  askAbout: (name: string, address: string) => `关于名词“${name}”（${address}）：\n`,
  loading: '正在取',
  unread: '没有读到这个词的解释',
  gone: '没有这个词'
}

export type TermWords = typeof words
