import type { EarlierWords } from './earlier-words.zh.ts'

export const words: EarlierWords = {
  replaced: (published, replaced) =>
    `This version was published ${published} and corrected ${replaced}. It is no longer in use.`,
  correctedWhat: (note) => `Corrected: ${note}`,
  toCurrent: 'See the present version',
  earlierVersion: 'Version before the correction'
}
