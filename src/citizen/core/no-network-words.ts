import { words } from './no-network-words.zh.ts'
import { defineWords } from './words.ts'

export const noNetworkWords = defineWords(words, async () => (await import('./no-network-words.en.ts')).words)
