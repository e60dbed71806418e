import type { VersionWords } from './version-words.zh.ts'

export const words: VersionWords = { here: 'A new version is here.', take: 'Use it now', waits: 'After sending' }
