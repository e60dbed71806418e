import type { FieldError } from '#contract/problem.ts'
import type { NotAdded } from './use-files.ts'
import type { LetterWords } from './words.zh.ts'

const fieldNames: Record<string, string> = {
  '/title': 'Title',
  '/text': 'Text',
  '/contact/name': 'Name',
  '/contact/phone': 'Phone',
  '/contact/email': 'E-mail',
  '/attachments': 'Files'
}

const notAdded: Record<NotAdded['why'], string> = {
  kind: 'this kind of file can not be added; a picture, a PDF or an Office file can',
  empty: 'is empty',
  'too-large': 'is over 10 MB; choose another one or make it smaller',
  'too-many': 'not added; 6 is the most',
  unreadable: 'the phone can not read it; please choose it again',
  'phone-full': 'the phone has no room for it; your text is kept',
  'not-kept': 'not kept; please choose it again; your text is kept'
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/contact/phone' && rule === 'pattern' && /^1\d{0,9}$/.test(value.trim()))
    return `${count(11 - value.trim().length, 'digit')} missing; a mobile number has 11`
  if (pointer === '/contact/phone')
    return 'Give a mobile number of 11 digits, or a landline with area code: 010-12345678'
  if (pointer === '/contact/email' && rule === 'pattern') return 'An address looks like name@example.com'
  if (pointer === '/title' && rule === 'required') return 'Give it a title; a few words will do'
  if (pointer === '/text' && rule === 'required') return 'Write your text'
  if (rule === 'minLength') return `Too short: at least ${limit ?? 2} characters`
  if (rule === 'maxLength') return `Too long: at most ${limit ?? ''} characters`
  return `${fieldNames[pointer] ?? 'This field'} must be changed`
}

const within = (days?: number) => (days === undefined ? '' : ` Answered within ${days} working days.`)

const kinds: LetterWords['kinds'] = {
  enquiry: {
    nav: 'Enquiry',
    forWhat: (days) => `About figures, methods and forms.${within(days)}`,
    notForWhat: 'Not for complaints, reports or calls for help; in an emergency please phone.',
    needed: 'A title and your question are enough; all else may be left out.',
    askTitle: 'Your question, in one line?',
    askText: 'Now in more detail',
    titleHint: 'Your question in one line',
    text: 'Your question',
    textHint: 'The more exact, the better the answer: which month, which indicator, where you saw it'
  },
  message: {
    nav: 'New message',
    forWhat: (days) => `Opinions, suggestions and questions about our work.${within(days)}`,
    notForWhat:
      'Shown once somebody has looked at it, with the first letter of your name. Not to be shown? Write an enquiry.',
    needed: 'A title and a text are enough; all else may be left out.',
    askTitle: 'In one line, what do you want to say?',
    askText: 'Now in more detail',
    titleHint: 'What it is about, in one line',
    text: 'Your message',
    textHint: 'What, where, how it should be; no names, phones or addresses of others'
  },
  mailbox: {
    nav: 'To the director',
    forWhat: (days) => `Opinions and suggestions for the director of the bureau.${within(days)}`,
    notForWhat:
      'Not public unless you agree: registered by the office, answered under the director’s signature. For figures an enquiry is quicker.',
    needed: 'A title and a text are enough; all else may be left out.',
    askTitle: 'In one line, what should the director know?',
    askText: 'Now in more detail',
    titleHint: 'What it is about, in one line',
    text: 'Your letter',
    textHint: 'What, when, whom you asked before, what you hope for'
  },
  fault: {
    nav: 'A fault of this site',
    forWhat: (days) => `What is wrong on a page, does not open or can not be read.${within(days)}`,
    notForWhat: 'If a figure itself puzzles you, please write an enquiry.',
    needed: 'A picture of the screen says most.',
    askTitle: 'In one line, what is wrong?',
    askText: 'What do you see, and what should it be?',
    titleHint: 'What is wrong, in one line',
    text: 'What you see',
    textHint: 'What it shows, what it should show; if it does not open, which phone and browser'
  }
}

export const words: LetterWords = {
  kinds,
  toDrafts: 'Drafts',
  faultyPage: 'The page at fault',
  notThisPage: 'Not this page',
  boardConsent: 'May be shown once looked at',
  boardSay:
    'Title, text and answer are shown; of your name the first letter, phones and addresses masked. You can take it back at any time, and it is taken down.',
  boardNeeded: 'All on the board is public: agree to send it, or write an enquiry instead',
  goingOn: (clock) => `Going on with your draft of ${clock}.`,
  startNew: 'Start another',
  asks: {
    files: 'Photos or files to add?',
    topic: 'Roughly, what is it about?',
    contact: 'If something is unclear, how can we reach you?',
    publish: 'May it be published once answered?',
    agree: 'Last step: read, then send'
  },
  title: 'Title',
  counted: (written, most) => `${written} characters written, at most ${most}`,
  topic: 'What it is about (optional)',
  files: 'Files (optional)',
  filesSay: (most) =>
    `At most ${most}, 10 MB each: pictures, PDF, Office files. Large photos are made smaller on the phone first.`,
  filesCount: (added, most) => `${added} of ${most}`,
  addFile: 'Add files',
  addingFile: 'Keeping',
  removeFile: (name) => `Remove ${name}`,
  removed: (name) => `${name} removed`,
  addedFiles: (added) => `${count(added, 'file')}, kept on this phone`,
  notAdded: (name, why) => `${name}: ${notAdded[why]}.`,
  filesGone: 'A file is no longer on this phone; please look before you send.',
  consent: 'Question and answer may be published',
  consentSay:
    'Only a separate copy: title, question and answer, with names, phones and addresses masked. You can take it back at any time, and it is taken down.',
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
  mend: (places) => `${count(places, 'place')} to change, each is marked.`
}
