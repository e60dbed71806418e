import { defineWords } from '../core/words.ts'
import { words } from './save-words.zh.ts'

export const saveWords = defineWords(words, async () => (await import('./save-words.en.ts')).words)
