import type { ShellWords } from './shell-words.zh.ts'

export const words: ShellWords = {
  product: 'Wenzheng',
  description: 'Ask the statistics bureau a question, and see by which day it will be answered.',
  titles: {
    home: 'Wenzheng',
    writeLetter: 'Enquiry',
    findLetter: 'Look up by number',
    receipt: 'Receipt',
    letter: 'Case',
    answers: 'Asked before',
    answer: 'Answer',
    me: 'Me',
    privacy: 'How personal data is used',
    notFound: 'No such page'
  },
  skip: 'Skip to the content',
  back: 'Back',
  close: 'Close',
  mainNavigation: 'Main navigation',
  tabs: { home: 'Home', me: 'Me' },
  elder: 'Large text',
  elderOn: 'Switch to large text and large buttons',
  elderOff: 'Standard view',
  otherLanguage: '中文',
  demo: 'Demo',
  tryAgain: 'Try again',
  newVersion: 'A new version is here.',
  useNewVersion: 'Use it now',
  newVersionWaits: 'After sending'
}
