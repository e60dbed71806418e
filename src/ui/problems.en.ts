/** English words for everything that can go wrong: what happened, what to do. */
import type { FailureWords } from './failures.ts'

export const problems: FailureWords['problems'] = {
  'bad-request': {
    say: 'The server could not read what was sent.',
    next: 'Reload the page and try again; your text is safe.'
  },
  'bad-text': {
    say: 'The text holds a character that can not be stored.',
    next: 'Remove odd signs pasted from elsewhere and send again.'
  },
  'not-signed-in': { say: 'You are not signed in.', next: 'Sign in and go on.' },
  'sign-in-failed': { say: 'Account, password or one-time code is wrong.', next: 'Check them and try again.' },
  'one-time-code-needed': {
    say: 'A one-time code is needed.',
    next: 'Open the authenticator on your phone and enter its six digits.'
  },
  'account-unfinished': {
    say: 'The account is not set up yet.',
    next: 'Set your own password, then add an authenticator.'
  },
  'csrf-token-wrong': { say: 'The page was open too long.', next: 'Copy what you wrote, reload, and go on.' },
  'not-permitted': { say: 'Your role can not do this.', next: 'Ask a colleague who may.' },
  'not-found': { say: 'Nothing is here.', next: 'Check the address, or go to the home page.' },
  'holder-unknown': {
    say: 'Number and code do not go together.',
    next: 'Compare them with your receipt; upper and lower case are the same.'
  },
  'method-not-allowed': { say: 'This address does not take this action.', next: 'Reload the page and try again.' },
  'not-acceptable': { say: 'This format is not available.', next: 'Choose another format.' },
  'already-sent': {
    say: 'This letter was sent before with other words.',
    next: 'What you wrote is kept as a draft and can be sent as a new letter.'
  },
  'already-registered': {
    say: 'A letter with this number of the same channel is there already.',
    next: 'Go on with that one.'
  },
  'account-taken': { say: 'This account name is in use.', next: 'Choose another name.' },
  'changed-meanwhile': { say: 'Somebody changed this a moment ago.', next: 'Read the new content, then act.' },
  'state-forbids': { say: 'This step is not possible now.', next: 'Reload to see where the letter stands.' },
  'same-person': { say: 'Who drafted a reply may not sign it.', next: 'Ask another signer.' },
  'undecided-findings': {
    say: 'Something that looks like personal data is not decided yet.',
    next: 'Mask each place, or write why it may stand.'
  },
  'second-look-needed': {
    say: 'A word of the list needs a second look.',
    next: 'Ask a colleague to look at it and to write why it may stand.'
  },
  'no-consent': { say: 'The sender did not agree to publication.', next: 'This letter can not be published.' },
  'checks-block': {
    say: 'Some checks have not passed yet.',
    next: 'Mend what the list shows, then try again.'
  },
  'column-unknown': {
    say: 'There is no such column, or it cannot stand there.',
    next: 'Load the page again and choose another one.'
  },
  'calendar-contradicts': {
    say: 'A day is not of this year, or stands twice.',
    next: 'Compare with the announcement, then save again.'
  },
  'merged-already': {
    say: 'One of the letters is answered together with another already.',
    next: 'Act on the letter that leads, or separate them first.'
  },
  'not-together': {
    say: 'These letters can not be answered together.',
    next: 'A fault goes with faults only; what is on the board goes with letters whose senders agreed to publication.'
  },
  'names-a-sender': {
    say: 'The reply goes to several senders, and it names one of them or the number of a letter.',
    next: 'Say it without naming anybody, or separate that letter.'
  },
  'department-closed': { say: 'This department is not in the directory any more.', next: 'Choose another one.' },
  'day-too-late': { say: 'This day does not do.', next: 'Choose a day from today on and before the due date.' },
  'slot-full': {
    say: 'Not so many places are left.',
    next: 'Come with fewer people, choose another slot, or agree to the waiting list.'
  },
  'slot-closed': {
    say: 'This slot can not be booked or changed now.',
    next: 'Look at when it opens and until when it can be changed, or choose another one.'
  },
  'already-booked': {
    say: 'There is a booking of this telephone number for this slot.',
    next: 'Find it under Me; the number of people is changed there.'
  },
  'invite-wrong': {
    say: 'The code of the invitation is not right.',
    next: 'Type it again as it was given to you, or call the number on the page.'
  },
  'offer-ended': {
    say: 'These places are not held for you any more.',
    next: 'Load the page again; you can go on the waiting list once more.'
  },
  'office-closed': { say: 'This office takes no letters any more.', next: 'Choose another office.' },
  'too-large': { say: 'This is too large for the server.', next: 'Make it shorter and send again.' },
  'media-type-unknown': {
    say: 'The server does not know this kind of content.',
    next: 'Reload the page and try again.'
  },
  'table-unreadable': {
    say: 'This file can not be read as a table.',
    next: 'Save it as CSV or XLSX, with column names in the first line, up to 10 MB.'
  },
  'file-refused': {
    say: 'This file cannot be taken.',
    next: 'Send a picture, a PDF or an Office file without a password, up to 20 MB.'
  },
  invalid: { say: 'Some fields must be changed.', next: 'Mend what is marked and send again.' },
  'work-needed': { say: 'Many letters are coming in.', next: 'The phone computes for a moment and sends by itself.' },
  'too-many': { say: 'That was too often.', next: 'Wait a while; your text is safe.' },
  unexpected: { say: 'The server met something unexpected.', next: 'Your text is safe; try again in a while.' },
  unavailable: { say: 'The server is busy.', next: 'Your text is safe; try again in a while.' }
}

export const failures: FailureWords = {
  problems,
  offline: { say: 'There is no network now.', next: 'Try again when you are online; your text is safe.' },
  noAnswer: { say: 'The bureau’s server did not answer.', next: 'Your text is safe; try again.' }
}
