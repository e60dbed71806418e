import { bookingWords } from '../core/booking-words.ts'
import { caseWords } from '../core/case-words.ts'
import { privacyWords } from '../core/privacy.ts'
import { topicWords } from '../core/topic-words.ts'
import { uploadWords } from '../core/upload-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type MeWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** The privacy notice is read here too. */
export const meWords: WordSet<MeWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      bookingWords.load(language),
      caseWords.load(language),
      privacyWords.load(language),
      topicWords.load(language),
      uploadWords.load(language)
    ])
  },
  in: own.in
}
