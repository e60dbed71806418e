import { defineWords } from './words.ts'
import { words } from './upload-words.zh.ts'

export const uploadWords = defineWords(words, async () => (await import('./upload-words.en.ts')).words)
