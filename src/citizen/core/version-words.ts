import { defineWords } from './words.ts'
import { words } from './version-words.zh.ts'

export const versionWords = defineWords(words, async () => (await import('./version-words.en.ts')).words)
