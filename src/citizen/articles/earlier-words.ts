import { defineWords } from '../core/words.ts'
import { words } from './earlier-words.zh.ts'

export const earlierWords = defineWords(words, async () => (await import('./earlier-words.en.ts')).words)
