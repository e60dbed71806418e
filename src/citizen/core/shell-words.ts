import { words } from './shell-words.zh.ts'
import { defineWords } from './words.ts'

export const shellWords = defineWords(words, async () => (await import('./shell-words.en.ts')).words)
