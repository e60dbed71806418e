import { failures } from '#ui/problems.zh.ts'
import { defineWords } from './words.ts'

export const failureWords = defineWords(failures, async () => (await import('#ui/problems.en.ts')).failures)
