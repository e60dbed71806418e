import { privacyWords } from '../core/privacy.ts'
import { stepWords } from '../core/step-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type BookWords, words } from './book-words.zh.ts'
import { openDayWords } from './words.ts'

const own = defineWords(words, async () => (await import('./book-words.en.ts')).words)

/** The form says what the page of its slot says, and shows the privacy notice. */
export const bookWords: WordSet<BookWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      openDayWords.load(language),
      privacyWords.load(language),
      stepWords.load(language)
    ])
  },
  in: own.in
}
