import type { ReadWords } from './read-words.zh.ts'

export const words: ReadWords = {
  share: 'Share',
  sizes: ['standard', 'large', 'largest'],
  size: (now) => `Size of letters, now ${now}`,
  minutes: (minutes) => (minutes === 1 ? 'about 1 minute to read' : `about ${minutes} minutes to read`),
  doubt: 'Ask about it',
  doubtAbout: (title, address) => `About “${title}” (${address}):\n`,
  keptFrom: (clock) => `There is no network. This was kept at ${clock} and is renewed when you are online.`
}
