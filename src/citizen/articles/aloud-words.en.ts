import type { AloudWords } from './aloud-words.zh.ts'

export const words: AloudWords = {
  aloud: 'Read aloud',
  pause: 'Pause',
  goOn: 'Go on reading',
  rate: (rate) => `${rate}×`,
  changeRate: (rate) => `Speed, now ${rate} times`,
  done: (read, all) => `${read} read of ${all}`
}
