import { failureWords } from '../core/failure-words.ts'
import { topicWords } from '../core/topic-words.ts'
import { defineWords, type WordSet } from '../core/words.ts'
import { type AnswerWords, words } from './words.zh.ts'

const own = defineWords(words, async () => (await import('./words.en.ts')).words)

/** Both pages name topics, and may meet a failure. */
export const answerWords: WordSet<AnswerWords> = {
  load: async (language) => {
    await Promise.all([own.load(language), topicWords.load(language), failureWords.load(language)])
  },
  in: own.in
}
