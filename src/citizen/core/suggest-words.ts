import { words } from './suggest-words.zh.ts'
import { defineWords } from './words.ts'

export const suggestWords = defineWords(words, async () => (await import('./suggest-words.en.ts')).words)
