import { caseWords } from '../core/case-words.ts'
import { failureWords } from '../core/failure-words.ts'
import { privacyWords } from '../core/privacy.ts'
import { stepWords } from '../core/step-words.ts'
import { topicWords } from '../core/topic-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type LetterWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** The form shows the privacy notice, and every page may meet a failure. */
export const letterWords: WordSet<LetterWords> = {
  load: async (language) => {
    await Promise.all([
      own.load(language),
      caseWords.load(language),
      privacyWords.load(language),
      stepWords.load(language),
      topicWords.load(language),
      failureWords.load(language)
    ])
  },
  in: own.in
}
