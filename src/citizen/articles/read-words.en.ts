import type { ReadWords } from './read-words.zh.ts'

export const words: ReadWords = {
  share: 'Share',
  sizes: ['standard', 'large', 'largest'],
  size: (now) => `Size of letters, now ${now}`,
  minutes: (minutes) => (minutes === 1 ? 'about 1 minute to read' : `about ${minutes} minutes to read`),
  doubt: 'Ask about it',
  doubtAbout: (title, address) => `About “${title}” (${address}):\n`,
  keep: 'Save on this phone',
  kept: 'Saved on this phone',
  keeping: 'Saving',
  notKept: 'The phone is full: not saved',
  copied: 'Copied',
  copyByHand: 'This browser does not let us copy: select it by hand',
  loading: 'Loading',
  gone: 'This article can’t be seen',
  goneSay: 'It may have been taken back, or the address is not right.',
  toColumns: 'See what is published',
  keptFrom: (clock) => `There is no network. This was kept at ${clock} and is renewed when you are online.`,
  replaced: (published, replaced) =>
    `This version was published ${published} and corrected ${replaced}. It is no longer in use.`,
  correctedWhat: (note) => `Corrected: ${note}`,
  toCurrent: 'See the present version',
  earlierVersion: 'Version before the correction'
}
