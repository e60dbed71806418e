import { words } from './topic-words.zh.ts'
import { defineWords } from './words.ts'

export const topicWords = defineWords(words, async () => (await import('./topic-words.en.ts')).words)
