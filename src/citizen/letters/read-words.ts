import { caseWords } from '../core/case-words.ts'
import { failureWords } from '../core/failure-words.ts'
import { noticeWords } from '../core/notice-words.ts'
import { uploadWords } from '../core/upload-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type ReadWords, words } from './read-words.zh.ts'

const own = defineWords(words, async () => (await import('./read-words.en.ts')).words)

/** Every page of these names kinds, states and days, shows files on their way, and may meet a failure. */
export const readWords: WordSet<ReadWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      noticeWords.load(language),
      caseWords.load(language),
      uploadWords.load(language),
      failureWords.load(language)
    ])
  },
  in: own.in
}
