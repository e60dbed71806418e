import { defineWords } from '../core/words.ts'
import { words } from './none-words.zh.ts'

export const noneWords = defineWords(words, async () => (await import('./none-words.en.ts')).words)
