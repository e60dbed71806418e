import { failureWords } from '../core/failure-words.ts'
import { termWords } from '../core/term-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type GlossaryWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** A term's own words come along, and those for a failure. */
export const glossaryWords: WordSet<GlossaryWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), termWords.load(language), failureWords.load(language)])
  },
  in: own.in
}
