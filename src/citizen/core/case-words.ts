import { words } from './case-words.zh.ts'
import { defineWords } from './words.ts'

export const caseWords = defineWords(words, async () => (await import('./case-words.en.ts')).words)
