import type { ErasureBar } from '#contract/keeping.ts'
import type { EventKind } from '#contract/letters.ts'
import type { OwnDataWords } from './own-data-words.zh.ts'

const barred: Record<ErasureBar, string> = {
  open: 'The letter is being handled and you may have to be reached: it can’t be deleted now. If you don’t want an answer any more, withdraw the letter first, then come back.',
  review: 'Your rating is under review and you may be called: it can be deleted when the review has ended.',
  answerToSend: 'The answer has not been given to you the way you asked for: it can be deleted after that.'
}
const events: Partial<Record<EventKind, string>> = {
  received: 'Letter received',
  asked: 'The bureau asked you',
  supplied: 'You answered',
  answered: 'The bureau answered',
  followedUp: 'You followed up',
  reopened: 'You asked again',
  rated: 'You rated the answer'
}
const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

export const words: OwnDataWords = {
  lead: 'All that the bureau keeps about this letter.',
  contact: {
    title: 'Contact details',
    name: 'Name',
    phone: 'Phone',
    email: 'E-mail',
    wayBack: 'How the answer reaches you',
    notices: { email: 'Notices by e-mail go to', sms: 'Notices by text message go to' },
    noticesOff: (address) => `${address} (ended; deleted after a month)`,
    none: 'None were left.',
    erased: (day) => `Deleted on ${day}, for good.`,
    untilDay: (day) => `Deleted by themselves on ${day}.`,
    untilEnd: (months) => `Deleted by themselves ${count(months, 'month')} after the letter is closed.`,
    why: (source) => `Basis: ${source}`,
    barred,
    toLetter: 'To the letter, to withdraw it',
    act: 'Delete contact details now',
    sheet: 'Delete contact details?',
    what: 'Name, phone and e-mail are deleted at once and for good. The bureau can’t call or write to you any more; you can still open the letter with number and code.',
    confirm: 'Delete',
    deleting: 'Deleting',
    keep: 'Keep them'
  },
  record: {
    title: 'Letter and answer',
    texts: (number) => `${count(number, 'text')}, yours and the bureau’s`,
    mine: 'Written by me',
    theirs: 'Written by the bureau',
    files: (number) => count(number, 'file'),
    rating: (grade) => `Rating: ${grade} of 5`,
    consent: (publish, at) => `${at} ${publish ? 'agreed to publication' : 'took back the agreement to publication'}`,
    noConsent: 'Never agreed to publication',
    eventNames: events,
    events: (number) => `${count(number, 'line')} of record`,
    kept: 'What can’t be deleted',
    keptWhy: (source) =>
      `Letter and answer are official papers and kept by the rules of the archive: ${source}. With them the bureau proves what it received and answered.`,
    keptUntil: (day) =>
      `Kept until ${day}; then the archive’s rules decide whether they are destroyed or kept for long.`,
    keptMonths: (years) =>
      `Kept ${count(years, 'year')} from the closing on; then the archive’s rules decide whether they are destroyed or kept for long.`,
    keptTrace:
      'Who did what and when also stays in the audit record, with ids only: no name, no phone, nothing you wrote.'
  },
  take: {
    title: 'Take a copy',
    say: 'One archive: all data (as JSON) and your files. Your contact details are in it; don’t pass it on.',
    act: 'Export',
    making: 'Exporting'
  },
  borrowedPhone: 'This phone isn’t yours: the exported file will stay on it.'
}
