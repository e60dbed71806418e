import { caseWords } from '../core/case-words.ts'
import { failureWords } from '../core/failure-words.ts'
import { topicWords } from '../core/topic-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type BoardWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** The pages name topics and kinds, and may meet a failure. */
export const boardWords: WordSet<BoardWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      topicWords.load(language),
      caseWords.load(language),
      failureWords.load(language)
    ])
  },
  in: own.in
}
