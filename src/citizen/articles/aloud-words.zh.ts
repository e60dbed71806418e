/** Words of reading aloud. */
export const words = {
  aloud: '朗读',
  pause: '停一停',
  goOn: '接着读',
  rate: (rate: string) => `${rate} 倍`,
  changeRate: (rate: string) => `语速，现在是 ${rate} 倍`,
  done: (read: string, all: string) => `读到 ${read}，共 ${all}`
}

export type AloudWords = typeof words
