import type { ShellWords } from './shell-words.zh.ts'

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October']
const month = (number: number) => [...months, 'November', 'December'][number - 1] ?? ''
const count = (days: number, what: string) => `${days} ${what}${days === 1 ? '' : 's'}`

export const words: ShellWords = {
  product: 'Wenzheng',
  description: 'Ask the statistics bureau a question, and see by which day it will be answered.',
  titles: {
    home: 'Wenzheng',
    writeLetter: 'Enquiry',
    findLetter: 'Look up by number',
    receipt: 'Receipt',
    letter: 'Case',
    me: 'Me',
    privacy: 'How personal data is used',
    notFound: 'No such page'
  },
  kinds: { enquiry: 'Enquiry' },
  states: { received: 'Received', assigned: 'In hand', signing: 'In review', answered: 'Answered' },
  skip: 'Skip to the content',
  back: 'Back',
  close: 'Close',
  mainNavigation: 'Main navigation',
  tabs: { home: 'Home', me: 'Me' },
  elder: 'Large text',
  elderOn: 'Switch to large text and large buttons',
  elderOff: 'Standard view',
  otherLanguage: '中文',
  otherLanguageShort: '中文',
  demo: 'Demo',
  tryAgain: 'Try again',
  copy: 'Copy',
  copied: (what) => `${what} copied`,
  copyByHand: 'Not copied; please select it by hand',
  newVersion: 'A new version is here.',
  useNewVersion: 'Use it now',
  newVersionWaits: 'After sending',
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  day: (m, day) => `${day} ${month(m)}`,
  dayWithWeekday: (m, day, weekday) => `${weekday}, ${day} ${month(m)}`,
  due: {
    left: (days) => `${count(days, 'working day')} left`,
    today: 'Due today',
    over: (days) => `${count(days, 'day')} late`,
    answered: 'Answered',
    answeredIn: (days) => `took ${count(days, 'working day')}`,
    before: (day) => `by ${day}`,
    beforeReply: (day) => `reply by ${day}`,
    shouldBe: (day) => `was due by ${day}`,
    rule: (limit, left) => `${limit} working days in all, ${left} left`,
    ruleOver: (limit) => `${limit} working days in all, used up`,
    ruleUsed: (limit, used) => `limit ${limit} working days, ${used} used`
  },
  notFound: {
    title: 'No such page',
    say: 'The address may be mistyped, or the page was taken down.',
    home: 'Go home'
  }
}
