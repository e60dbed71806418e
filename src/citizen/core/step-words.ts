import { words } from './step-words.zh.ts'
import { defineWords } from './words.ts'

export const stepWords = defineWords(words, async () => (await import('./step-words.en.ts')).words)
