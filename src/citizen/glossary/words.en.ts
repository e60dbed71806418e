import type { GlossaryWords } from './words.zh.ts'

export const words: GlossaryWords = {
  lead: 'Terms of statistics: what they mean, whom they count, how they are made. The texts are in Chinese.',
  search: 'Search terms',
  searchHint: 'In Chinese: 常住人口, 同比',
  clear: 'Clear',
  initials: 'By initial',
  none: (typed) => `Nothing was found for “${typed}”; you can ask it`,
  noneSay: 'Put it another way, or write your question to the bureau.',
  ask: 'Ask it',
  loading: 'Loading',
  found: (terms) => `${terms} found`,
  see: 'Beside it',
  askThis: 'Ask about this term',
  askAbout: (name, address) => `About the term “${name}” (${address}):\n`,
  gone: 'There is no such term',
  goneSay: 'It may have been renamed, or the address is not right.',
  toAll: 'See all terms',
  inTexts: (name) => `Articles that mention “${name}”`,
  keptFrom: (clock) => `There is no network. This was kept at ${clock} and is renewed when you are online.`
}
