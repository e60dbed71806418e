import { defineWords } from '../core/words.ts'
import { words } from './aloud-words.zh.ts'

export const aloudWords = defineWords(words, async () => (await import('./aloud-words.en.ts')).words)
