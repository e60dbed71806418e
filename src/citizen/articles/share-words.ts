import { defineWords } from '../core/words.ts'
import { words } from './share-words.zh.ts'

export const shareWords = defineWords(words, async () => (await import('./share-words.en.ts')).words)
