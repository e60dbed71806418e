import type { Attachment, Round } from '#contract/letters.ts'
import type { ReviewOutcome } from '#contract/own-review.ts'
import type { RatingReason } from './rating-rules.ts'
import type { ReadWords } from './read-words.zh.ts'
import type { ToldKind } from './timeline.ts'

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']
const nth = (number: number) => ordinals[number - 1] ?? `No. ${number}`
const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

const events: Record<ToldKind, (office: string | null) => string> = {
  accepted: () => 'Accepted',
  assigned: (office) => (office === null ? 'Given to an office' : `Given to ${office}`),
  drafted: () => 'Answer written, in review',
  reminded: () => 'You urged',
  dueMoved: () => 'The last day was moved',
  paused: () => 'The limit is paused',
  resumed: () => 'The limit runs again',
  contactErased: () => 'Your contact details were deleted',
  closed: () => 'Closed',
  withdrawn: () => 'You withdrew it',
  transferred: () => 'Transferred',
  refused: () => 'Not accepted',
  merged: () => 'Handled together with letters on the same matter',
  separated: () => 'Handled by itself again'
}

const reviewEnds: Record<ReviewOutcome, (day: string) => string> = {
  fixed: () => 'What was wrong has been mended.',
  ledger: (day) => `It can’t be mended at once; it is on the list of things to be mended by ${day}.`,
  explained: () => 'There is no legal basis for what you asked for; the explanation is below.',
  upheld: () => 'The review found your rating right; it counts.',
  excluded: () =>
    'The review found that this rating was a mistake or not genuine: it stays on record and is not counted.',
  takenBack: () => 'You changed your rating; the review has ended.'
}

const states: Record<Attachment['state'], string> = {
  awaited: 'not all of it has arrived',
  checking: 'arrived, being checked',
  kept: '',
  refused: 'not taken'
}
const refusals: Record<NonNullable<Attachment['reason']>, string> = {
  'type-unknown': 'this kind of file is not taken',
  broken: 'the file is broken',
  'too-large': 'the file is too large',
  encrypted: 'the file has a password'
}

const grades: Record<number, string> = {
  5: 'Very satisfied',
  4: 'Satisfied',
  3: 'Fairly satisfied',
  2: 'Dissatisfied',
  1: 'Very dissatisfied'
}
const reasons: Record<RatingReason, string> = {
  late: 'Too slow',
  unclear: 'Hard to understand',
  'beside-the-point': 'Beside the point',
  'passed-around': 'Passed from one to another',
  attitude: 'Unfriendly',
  other: 'Something else'
}

const dayZero: Record<Round['kind'], string> = { first: 'in', followUp: 'asked', reopening: 'asked' }
const startedBy: Record<Round['kind'], string> = {
  first: 'receipt',
  followUp: 'the follow-up',
  reopening: 'the reopening'
}

export const words: ReadWords = {
  received: 'Received',
  number: 'Number',
  code: 'Code',
  codeKept: 'Kept on this phone. Show it to nobody',
  lastDay: 'Reply at the latest',
  howCounted: 'How it is counted',
  lastDayHow: 'How the last day is counted',
  calendarOf: 'Each day from receipt to the last day for the reply, counted or not',
  dayZero,
  skipped: 'off',
  makeUp: 'make-up',
  countedFrom: (kind, from, limit) =>
    `The day of ${startedBy[kind]} does not count. From ${from} on, ${limit} working days are counted.`,
  weekendsSkipped: (days) => ` ${count(days, 'day')} of weekends not counted`,
  holidaysSkipped: (name, days) => `${name}: ${count(days, 'day')} not counted`,
  makeUpCounted: (days) => `${count(days, 'make-up working day')} counted`,
  noHolidays: 'no public holiday in between',
  stop: '.',
  comma: ', ',
  provisional: 'provisional',
  provisionalSay:
    'Next year’s holidays are not announced yet; the date may change when they are. It will be said here.',
  paused: {
    title: 'The limit is paused',
    says: (to, due) => `Working days up to ${to} don’t count. Then the count goes on; the answer comes by ${due}.`,
    cell: 'paused',
    skipped: (days) => `${count(days, 'working day')} of pauses not counted`,
    span: (from, to, running) => `Paused on ${from}, ${running ? `until ${to}` : `ended on ${to}`}: `,
    reasonOf: ({ reasonEn }) => reasonEn
  },
  moved: (from, to, reason) => `The last day was moved from ${from} to ${to}${reason === '' ? '' : ': '}`,
  source: 'Source of the limit: ',
  next: 'What happens next',
  nextSteps: (day) => [
    { lead: 'Given to an office', say: 'the registry reads it and gives it to the office in charge' },
    { lead: 'In hand', say: 'one person writes the answer, another checks it; you may be asked in your case' },
    { lead: `By ${day}`, say: 'the answer stands in your case; you can follow up and rate it' }
  ],
  open: 'Open the case',
  picture: {
    make: 'Save as picture',
    title: 'Picture of the receipt',
    alt: (number) => `Receipt: number ${number}, code, title and last day for the reply`,
    warn: 'Whoever has this picture can read the case. Don’t post it in groups.',
    save: 'Save',
    share: 'Send, or save to photos',
    byHand: 'You can also hold the picture to save it.',
    failed: 'This phone did not draw the picture; please write number and code down.',
    fileName: (number) => `receipt-${number}.png`,
    head: 'Receipt of your letter',
    kept: 'Number and code open the case: pass them to nobody'
  },
  calendarFile: {
    add: 'Put the last day into my calendar',
    name: (number) => `reply-${number}.ics`,
    event: (number) => `Reply to ${number} due today`
  },
  receiptAway: 'This receipt is not on this phone',
  receiptAwaySay: 'A receipt stays on the phone that sent the letter. With number and code you can open the case.',
  look: 'Look up by number',
  findLead:
    'Number and code stand on the receipt or the ticket. Upper and lower case are the same; dashes may be left out.',
  numberHint: 'e.g. ZX-2026-000123',
  codeHint: '12 letters and digits',
  numberWrong: 'A number looks like ZX-2026-000123',
  codeWrong: 'A code has 12 letters and digits',
  notMine: 'This is not my phone: keep nothing on it',
  find: 'Look up',
  finding: 'Looking',
  proof: 'Number and code',
  ownData: 'My data',
  ownDataSay: 'see, export, delete',
  contactKept: {
    untilDay: (day) => `Contact details are deleted on ${day}`,
    untilEnd: (months) => `Contact details are deleted ${count(months, 'month')} after the letter is closed`,
    erased: (day) => `Contact details were deleted on ${day}`
  },
  steps: 'Progress',
  thread: 'Letter and answer',
  me: 'Me',
  roundSaid: (number, days) =>
    days === null ? nth(number) : `${nth(number)} answer: ${days === 0 ? 'the same day' : count(days, 'working day')}`,
  events,
  asks: 'a question to you',
  waitReply: 'The answer will stand here.',
  together:
    'Handled together with other letters on the same matter. Number, last day and answer are your own; nobody else reads what you wrote.',
  ended: {
    withdrawn: 'This case was withdrawn; it is not handled any more.',
    transferred: (department) =>
      `This is a matter of ${department}, not of the statistics bureau, which does not go on with it. Please turn to ${department}.`,
    telephone: 'Telephone',
    site: 'Site',
    hours: 'Open',
    next: 'When you call or write there, tell them again what you wrote here. The bureau has not passed your name or telephone on to anybody.',
    refused: 'This case was not accepted. You can write another one.',
    reason: 'Reason: ',
    writeNew: 'Write another'
  },
  readAloud: 'Read aloud',
  stopReading: 'Stop reading',
  keptCopy: (clock) => `Kept since ${clock}; renewed when you are online.`,
  forget: 'Don’t keep it on this phone',
  forgetUnsent: {
    title: 'Something has not been sent yet',
    say: 'This case has words or files that have not been sent yet. If nothing is kept here they are gone, and the bureau will not get them; what is being sent just now may have arrived.',
    keep: 'Keep it for now',
    act: 'Keep nothing'
  },
  unsent: {
    title: 'Words that were not sent',
    say: 'Nothing more can be written to this case. You can copy them and write another letter.',
    drop: 'Give them up'
  },
  borrowed: 'Nothing is kept on this phone; it is gone when you close the page.',
  leave: 'Done, close it',
  files: {
    title: (number) => count(number, 'attachment'),
    states,
    refusals,
    partly: (percent) => `${percent}% arrived`,
    onItsWay: (percent) => `on its way, ${percent}%`,
    see: 'Look',
    save: 'Save',
    fetching: 'Fetching',
    alt: (name) => `Attached picture: ${name}`
  },
  message: {
    follow: {
      followUp: {
        title: 'Follow up',
        say: 'The same office goes on with it; the limit is counted anew from that day.'
      },
      reopening: {
        title: 'Ask again',
        say: 'The number stays, the case is opened again, the limit is counted anew from that day.'
      },
      supplement: {
        title: 'Answer the bureau',
        say: 'The limit goes on running while the bureau waits for your answer.'
      }
    },
    label: (title) => `${title}: write here`,
    hint: 'Add something',
    send: 'Send',
    sending: 'Sending',
    waits: 'Waits in the outbox; goes by itself when you are online',
    leaving: 'On its way, the bureau has not confirmed it yet',
    change: 'Change',
    tooShort: 'At least 2 characters',
    tooLong: (over) => `${count(over, 'character')} too many; at most 2000`,
    keptAt: (clock) => `Kept on this phone, ${clock}`,
    notKept: 'Not kept: please don’t close this page yet',
    refused: 'It was not sent last time; change it and send again.'
  },
  acts: 'What you can do',
  remind: {
    title: 'Urge',
    from: (day) => `You can urge once from ${day} on`,
    can: 'Half the limit has passed: you can urge once',
    act: 'Urge',
    sending: 'Urging',
    done: (day) => `Urged on ${day}`
  },
  withdraw: {
    title: 'Withdraw',
    say: 'Not answered yet: you can withdraw it',
    sheet: 'Withdraw this case?',
    what: 'It is then not handled any more and gets no answer. You can still read what you wrote. It can not be undone, but you can write another one.',
    reason: 'Why (optional)',
    act: 'Withdraw it',
    sending: 'Withdrawing',
    keep: 'Don’t withdraw'
  },
  rate: {
    title: 'How was this answer? (optional)',
    grades,
    reasonsTitle: 'What was wrong (at least one)',
    reasons,
    comment: 'Anything else (optional)',
    act: 'Send rating',
    sending: 'Sending',
    reasonsNeeded: 'Choose a reason, so that it can be mended.',
    commentLong: (most) => `Too long: at most ${most} characters.`,
    done: (grade) => `Your rating: ${grade}`,
    changeable: (until) => `can be changed until ${until}`,
    change: 'Change rating',
    keep: 'Leave it'
  },
  board: {
    title: 'Message board',
    waits: 'Shown on the board once somebody has looked at it',
    listed: 'It stands on the board: have a look',
    unlisted: 'Not shown on the board; the answer comes to you all the same'
  },
  review: {
    title: 'Review of your rating',
    runs: (day) =>
      `People who took no part in the answer look at your rating. You will be told what becomes of it by ${day}.`,
    late: (day) =>
      `You should have been told what becomes of your rating by ${day}. It is overdue, and still being dealt with.`,
    ends: reviewEnds,
    withYear: (day, year) => `${day} ${year}`,
    feedback: 'The bureau says: ',
    settled: 'Done since then: '
  },
  consent: {
    title: 'Publish question and answer',
    yes: 'You agreed',
    no: 'You did not agree',
    say: 'The answer may be published to help others with the same question. What is published is a separate copy of title, question and answer, with names, phone numbers and addresses masked, checked by two people. You can change your mind at any time; it is then taken down at once.',
    published: 'See the published copy'
  },
  unclear: {
    say: 'No answer came back; it is not known whether it was done.',
    next: 'The case is read again when you are online, and then you will see.'
  },
  bureau: 'Bureau'
}
