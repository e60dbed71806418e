import { defineWords } from '../core/words.ts'
import { words } from './words.zh.ts'

export const homeWords = defineWords(words, async () => (await import('./words.en.ts')).words)
