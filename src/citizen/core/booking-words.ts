import { defineWords } from './words.ts'
import { words } from './booking-words.zh.ts'

export const bookingWords = defineWords(words, async () => (await import('./booking-words.en.ts')).words)
