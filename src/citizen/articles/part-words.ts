import { defineWords } from '../core/words.ts'
import { words } from './part-words.zh.ts'

export const partWords = defineWords(words, async () => (await import('./part-words.en.ts')).words)
