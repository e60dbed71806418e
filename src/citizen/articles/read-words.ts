import { defineWords } from '../core/words.ts'
import { words } from './read-words.zh.ts'

export const readWords = defineWords(words, async () => (await import('./read-words.en.ts')).words)
