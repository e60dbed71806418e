import { failureWords } from '../core/failure-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type ReadingPlaceWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** The page may meet a failure. */
export const readingPlaceWords: WordSet<ReadingPlaceWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), failureWords.load(language)])
  },
  in: own.in
}
