import { defineWords } from '../core/words.ts'
import { words } from './notice-words.zh.ts'

export const noticeWords = defineWords(words, async () => (await import('./notice-words.en.ts')).words)
