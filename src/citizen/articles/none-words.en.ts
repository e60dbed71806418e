import type { NoneWords } from './none-words.zh.ts'

export const words: NoneWords = {
  loading: 'Loading',
  gone: 'This article can’t be seen',
  goneSay: 'It may have been taken back, or the address is not right.',
  toColumns: 'See what is published'
}
