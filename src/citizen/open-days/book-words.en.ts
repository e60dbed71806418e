import type { FieldError } from '#contract/problem.ts'
import type { BookWords } from './book-words.zh.ts'

function sayField({ pointer, rule, limit }: FieldError, value: string): string {
  if (pointer === '/party/people' && rule === 'maximum')
    return `At most ${limit ?? ''} people in one booking of this slot; more need another one`
  if (pointer === '/party/people') return 'A family or a group has two people or more; alone? choose “Just me”'
  if (pointer === '/party/minors') return 'Children come with an adult: one of all who come must be 18 or older'
  if (pointer === '/party/groupName') return 'Give the name of the group, 2 to 40 characters'
  if (pointer === '/contact/phone' && rule === 'required') return 'Give a mobile number, so that you hear of changes'
  if (pointer === '/contact/phone' && /^1\d{0,9}$/.test(value.trim()))
    return `${11 - value.trim().length} missing; a mobile number has 11 digits`
  if (pointer === '/contact/phone') return 'Give a mobile number of 11 digits'
  if (pointer === '/contact/email') return 'An address looks like name@example.com'
  if (pointer === '/invite') return 'The code of the invitation has 8 letters and digits'
  if (pointer === '/waitlist') return 'This slot is full: tick this for the waiting list, or choose another slot'
  return 'This must be changed'
}

export const words: BookWords = {
  sayField,
  about: 'You sign up for',
  asks: {
    who: 'Who comes, and how many?',
    needs: 'Should anything be prepared?',
    contact: 'If something changes, how can we reach you?',
    invite: 'What is the code of your invitation?',
    waitlist: 'If there are too few places: the waiting list?',
    agree: 'Last step: read, then sign up'
  },
  who: 'Who comes',
  kinds: { alone: 'Just me', family: 'A family', group: 'A group' },
  people: 'How many people',
  peopleSay: 'Yourself included',
  minors: 'Of these, under 18',
  more: (what) => `${what}: one more`,
  fewer: (what) => `${what}: one fewer`,
  needs: 'What should be prepared (optional)',
  needNames: {
    wheelchair: 'A way for a wheelchair',
    hearing: 'Help with hearing',
    sight: 'Help with seeing',
    companion: 'Somebody to guide'
  },
  groupName: 'Group',
  contact: 'How to reach you',
  contactSay: 'Used when the slot changes and when your turn comes. One booking a number and slot.',
  phone: 'Mobile',
  email: 'E-mail',
  emailHint: 'optional',
  invite: 'Invitation',
  inviteHint: 'the 8 signs you were given',
  waitlist: 'Put me on the waiting list if there are too few places',
  waitlistSay: 'Without it nothing is booked when too few places are left.',
  agree: 'I have read ',
  agreeLink: 'how personal data is used',
  agreeSay: (days) => `Deleted ${days === 1 ? '1 day' : `${days} days`} after the event`,
  agreeSayPlain: 'Who uses it, how long, how to delete it',
  agreeNeeded: 'When you have read it, please tick the box',
  notYetOpen: (time) => `Sign-up opens in ${time}. Fill this in now and send it then.`,
  opensSoon: 'Sign-up opens in a moment. Fill this in and send it then.',
  takesNone: 'This slot can not be booked now',
  refusedBefore: 'It was not booked last time',
  goingOn: (clock) => `Going on with what was kept at ${clock}.`,
  startNew: 'Start anew',
  saved: (clock) => `Kept on this phone, ${clock}`,
  notSaved: 'This phone can not keep it: it is lost when the page is closed',
  notYet: 'Kept as you write',
  send: 'Sign up',
  wait: 'Join the waiting list',
  hold: 'Put into the outbox',
  held: 'In the outbox; it goes by itself when you are online.',
  sending: 'Signing up',
  offlineTitle: 'No network now',
  offlineSay: 'Put it into the outbox; it goes by itself when you are online. Places go by when the server has it.',
  mend: (count) => `${count === 1 ? '1 place' : `${count} places`} to change, each is marked.`,
  toDay: 'Look at other slots',
  change: {
    title: 'Change slot or people',
    slot: 'Slot',
    keepLine: 'Changing only the people keeps your place in line; another slot begins at its end.',
    ticket: 'The ticket that you have is replaced by a new one; the old one is good no longer.',
    act: 'Change',
    acting: 'Changing',
    keep: 'Leave it'
  }
}
