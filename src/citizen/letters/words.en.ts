import type { FieldError } from '#contract/problem.ts'
import type { LetterWords } from './words.zh.ts'

const fieldNames: Record<string, string> = {
  '/title': 'Title',
  '/text': 'Question',
  '/contact/name': 'Name',
  '/contact/phone': 'Phone',
  '/contact/email': 'E-mail'
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/contact/phone' && rule === 'pattern' && /^1\d{0,9}$/.test(value.trim()))
    return `${count(11 - value.trim().length, 'digit')} missing; a mobile number has 11`
  if (pointer === '/contact/phone')
    return 'Give a mobile number of 11 digits, or a landline with area code: 010-12345678'
  if (pointer === '/contact/email' && rule === 'pattern') return 'An address looks like name@example.com'
  if (pointer === '/title' && rule === 'required') return 'Give it a title; a few words will do'
  if (pointer === '/text' && rule === 'required') return 'Write your question'
  if (rule === 'minLength') return `Too short: at least ${limit ?? 2} characters`
  if (rule === 'maxLength') return `Too long: at most ${limit ?? ''} characters`
  return `${fieldNames[pointer] ?? 'This field'} must be changed`
}

export const words: LetterWords = {
  nav: 'Enquiry',
  toDrafts: 'Drafts',
  forWhat: (days) =>
    `About figures, methods and forms.${days === undefined ? '' : ` Answered within ${days} working days.`}`,
  notForWhat: 'Not for complaints, reports or calls for help; in an emergency please phone.',
  needed: 'A title and your question are enough; contact details may be left out.',
  goingOn: (clock) => `Going on with your draft of ${clock}.`,
  startNew: 'Start another',
  title: 'Title',
  titleHint: 'Your question in one line',
  text: 'Your question',
  textHint: 'The more exact, the better the answer: which month, which indicator, where you saw it',
  counted: (written, most) => `${written} characters written, at most ${most}`,
  contactTitle: 'How to reach you (optional)',
  contactSay: 'Without it you can still read the answer with number and code.',
  name: 'Name',
  phone: 'Phone',
  email: 'E-mail',
  agree: 'I have read ',
  agreeLink: 'how personal data is used',
  agreeSay: 'Who uses it, what for, how long, how to delete it',
  agreeNeeded: 'When you have read it, please tick the box',
  fieldNames,
  sayField,
  savedAt: (clock) => `Draft kept on this phone, ${clock}`,
  notSaved: 'This phone can not keep the draft: it is lost when the page is closed',
  notYet: 'Kept as you write',
  send: 'Send',
  hold: 'Put into the outbox',
  sending: 'Sending',
  offlineTitle: 'No network now',
  offlineSay: 'Write it and put it into the outbox; it goes by itself when you are online.',
  refusedBefore: 'It was not sent last time',
  mend: (places) => `${count(places, 'place')} to change, each is marked.`,
  received: 'Received',
  number: 'Number',
  code: 'Code',
  codeKept: 'Kept on this phone. Show it to nobody',
  lastDay: 'Reply at the latest',
  howCounted: 'How it is counted',
  calendarOf: 'Each day from receipt to the last day for the reply, counted or not',
  receivedDay: 'in',
  skipped: 'off',
  makeUp: 'make-up',
  countedFrom: (from, limit) =>
    `The day of receipt does not count. From ${from} on, ${limit} working days are counted.`,
  weekendsSkipped: (days) => ` ${count(days, 'day')} of weekends not counted`,
  holidaysSkipped: (name, days) => `${name}: ${count(days, 'day')} not counted`,
  makeUpCounted: (days) => `${count(days, 'make-up working day')} counted`,
  noHolidays: 'no public holiday in between',
  stop: '.',
  comma: ', ',
  provisional: 'provisional',
  provisionalSay: 'Next year’s holidays are not announced yet; the date may move back when they are.',
  source: 'Source of the limit: ',
  next: 'What happens next',
  nextSteps: (day) => [
    { lead: 'Given to an office', say: 'the registry reads it and gives it to the office in charge' },
    { lead: 'In hand', say: 'one person writes the answer, another checks it' },
    { lead: `By ${day}`, say: 'the answer stands in your case' }
  ],
  open: 'Open the case',
  receiptAway: 'This receipt is not on this phone',
  receiptAwaySay: 'A receipt stays on the phone that sent the letter. With number and code you can open the case.',
  look: 'Look up by number',
  findLead: 'Number and code stand on the receipt. Upper and lower case are the same; dashes may be left out.',
  numberHint: 'e.g. ZX-2026-000123',
  codeHint: '12 letters and digits',
  numberWrong: 'A number looks like ZX-2026-000123',
  codeWrong: 'A code has 12 letters and digits',
  find: 'Look up',
  finding: 'Looking',
  numberCopied: 'Number',
  proof: 'Number and code',
  steps: 'Progress',
  thread: 'Letter and answer',
  me: 'Me',
  events: {
    received: 'Letter received',
    assigned: (office) => (office === null ? 'Given to an office' : `Given to ${office}`),
    drafted: 'Answer written, in review',
    answered: (office) => (office === null ? 'Answered' : `Answered by ${office}`)
  },
  bureau: 'Bureau',
  waitReply: 'The answer will stand here.',
  readAloud: 'Read aloud',
  stopReading: 'Stop reading',
  keptCopy: (clock) => `Kept since ${clock}; renewed when you are online.`,
  gone: 'The case was not opened',
  forget: 'Don’t keep it on this phone'
}
