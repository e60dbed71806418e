import { words } from './term-words.zh.ts'
import { defineWords } from './words.ts'

export const termWords = defineWords(words, async () => (await import('./term-words.en.ts')).words)
