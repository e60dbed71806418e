/** Words where an article can’t be shown, or not yet. */
export const words = {
  loading: '正在取',
  gone: '这篇文章看不到了',
  goneSay: '可能已经撤下，也可能地址抄错了。',
  toColumns: '看公开的信息'
}

export type NoneWords = typeof words
