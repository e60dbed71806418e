import { failureWords } from '../core/failure-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type LibraryWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** A failed update is told here too. */
export const libraryWords: WordSet<LibraryWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), failureWords.load(language)])
  },
  in: own.in
}
