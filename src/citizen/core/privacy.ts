import { defineWords } from './words.ts'
import { privacy } from './privacy.zh.ts'

export const privacyWords = defineWords(privacy, async () => (await import('./privacy.en.ts')).privacy)
