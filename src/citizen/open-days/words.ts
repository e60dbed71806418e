import { bookingWords } from '../core/booking-words.ts'
import { failureWords } from '../core/failure-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type OpenDayWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** The pages say days and times, and may meet a failure. */
export const openDayWords: WordSet<OpenDayWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), bookingWords.load(language), failureWords.load(language)])
  },
  in: own.in
}
