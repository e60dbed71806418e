import type { MeWords } from './words.zh.ts'

export const words: MeWords = {
  waiting: (count) => `Outbox: ${count}`,
  waitsFor: {
    network: 'To be sent, waits for a network',
    server: 'To be sent, waits for the server',
    turn: (time) => `To be sent, goes by itself at ${time}`
  },
  sending: 'Sending',
  messageTo: {
    followUp: (number) => `Follow-up to ${number}`,
    supplement: (number) => `Answer to the bureau on ${number}`
  },
  bookingOf: (title) => `Sign-up: ${title}`,
  files: (count, size) => `${count} ${count === 1 ? 'file' : 'files'}, ${size}`,
  waits: {
    network: 'No network yet; it goes by itself when there is one.',
    server: 'The bureau’s server did not answer; it is tried again by itself.',
    turn: 'This phone sent many letters within the hour; it goes by itself later, and is not lost.'
  },
  readItem: 'Read',
  mayPublish: 'May be published',
  mayNotPublish: 'Not to be published',
  mayWait: 'Goes on the waiting list if there are too few places',
  tooLate: 'It has left already; it can be changed when the server has answered.',
  fileSaved: 'Saved as a file. It holds the query code and the files: give it to nobody.',
  fileNotSaved: 'Not saved as a file; please try again.',
  heldAt: (clock) => `put here ${clock}`,
  frozen: 'It was sent once and may have arrived; it can be changed when the server has answered.',
  sendNow: 'Try now',
  change: 'Change',
  takeBack: 'Take back',
  saveFile: 'Save as file',
  takenBack: 'Taken back; the text is kept as a draft.',
  sent: { letter: 'Sent; the receipt is among your cases below.', booking: 'Answered; see your tickets below.' },
  refused: 'Not sent; the text is a draft again. Open it to see what to change.',
  mine: 'My cases',
  open: (count) => `${count} open`,
  empty: 'No cases yet',
  emptySay: 'What you ask will be listed here, with the days left.',
  ask: 'Ask a question',
  drafts: 'Drafts',
  untitled: 'No title yet',
  savedAt: (clock) => `kept ${clock}`,
  toMend: 'to be changed',
  look: 'Look up by number',
  bookingDraft: (title) => `A sign-up not sent: ${title}`,
  library: 'Kept for reading',
  librarySay: 'Also without a network',
  elder: 'Large text',
  elderSay: 'Large buttons, read aloud',
  language: 'Language 语言',
  languageNow: 'English',
  privacy: 'Personal data',
  privacySay: 'Who uses it, how long',
  clear: 'Clear this phone',
  clearSay:
    'Drafts, outbox, receipts, tickets and query codes are deleted and can not be found again. Letters and bookings at the bureau stay as they are.',
  clearFrozen: 'Something is not sent yet; after clearing, this phone will not send it.',
  clearKeep: 'Write down number and code first, and you can look it up later.',
  clearDo: 'Clear',
  cancel: 'Not now',
  unreadable: 'This phone keeps nothing',
  unreadableSay: 'Perhaps this is a private window. In a normal one, drafts and receipts stay.',
  messageDraft: { followUp: 'A follow-up not sent', supplement: 'An answer to the bureau not sent' },
  bring: {
    name: 'Read back from a file',
    say: 'a letter or sign-up saved as a file goes on from here',
    unreadable: {
      'not-ours': 'This file was not saved from here.',
      newer: 'A newer version saved this file; update first.',
      broken: 'The file is incomplete or was changed; nothing was read.'
    },
    found: {
      held: 'Read back into the outbox; it goes by itself when there is a network.',
      'waiting-already': 'It is in the outbox already; nothing was added.',
      'draft-already': 'It is among your drafts; nothing was added.',
      'sent-already': 'The bureau has it already; it is not sent again:'
    },
    full: 'The phone has no room for it; nothing was read.',
    notKept: 'Not kept; please choose it again.'
  },
  keptSize: 'Kept on this phone',
  keptLasting: 'the browser will not delete it by itself',
  keptLoose: 'the browser may delete it when room is short; save what matters as a file'
}
