import { defineWords, type WordSet } from '../core/words.ts'
import { type OwnDataWords, words } from './own-data-words.zh.ts'
import { readWords } from './read-words.ts'

const own = defineWords(words, async () => (await import('./own-data-words.en.ts')).words)

/** The page names events and files as the letter's own page does. */
export const ownDataWords: WordSet<OwnDataWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), readWords.load(language)])
  },
  in: own.in
}
