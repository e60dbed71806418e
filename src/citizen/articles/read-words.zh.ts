/** Words of the page of one article that answer to a tap. */
export const words = {
  share: '分享',
  sizes: ['标准字号', '大字号', '最大字号'],
  size: (now: string) => `字号，现在是${now}`,
  minutes: (minutes: number) => `读完约 ${minutes} 分钟`,
  doubt: '有疑问',
  doubtAbout: (title: string, address: string) => `关于《${title}》（${address}）：\n`,
  keptFrom: (clock: string) => `现在没有网络。这是 ${clock} 存下的，联网后更新。`
}

export type ReadWords = typeof words
