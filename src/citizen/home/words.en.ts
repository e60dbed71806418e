import type { HomeWords } from './words.zh.ts'

export const words: HomeWords = {
  search: 'Search',
  searchHint: 'In Chinese: 价格, 普查',
  services: 'Services',
  latest: 'Published last',
  more: 'More',
  enquiry: {
    name: 'Enquiry',
    say: 'About figures, methods and forms',
    limit: (days) => `Answered within ${days} working days`
  },
  board: { name: 'Message board', say: 'Opinions and suggestions, yours and others’' },
  mailbox: { name: 'To the director', say: 'Answered under the director’s signature' },
  fault: 'A fault of this site',
  openDays: { name: 'Open days', say: 'Visit the bureau: sign up, wait for places, show your ticket' },
  find: { name: 'Look up by number', say: 'See where a letter stands, with number and code' },
  asked: { name: 'Asked before', say: 'See whether it is answered already' },
  answers: (year) => `Answers in ${year}`,
  meanBefore: 'On average',
  meanUnit: 'working days',
  meanRule: (limit, mean) => `limit ${limit} working days, ${mean} used on average`,
  limitIs: (days) => `limit ${days}`,
  allOnTime: (letters) => `${letters} letters were answered, all within the limit.`,
  someOnTime: (letters, onTime) =>
    `${letters} letters were answered: ${onTime} within the limit, ${letters - onTime} late.`,
  noneYet: 'No letter was answered yet this year.',
  way: 'The way of a letter',
  steps: [
    { lead: 'Sent', say: 'you get a number, a code and the last day for the reply at once' },
    { lead: 'Given to an office', say: 'you can always see where it stands' },
    { lead: 'Answered', say: 'one person writes, another checks, then it comes to you' }
  ],
  privacy: 'How personal data is used'
}
