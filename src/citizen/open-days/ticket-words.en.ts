import type { TicketWords } from './ticket-words.zh.ts'

const several = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`

export const words: TicketWords = {
  events: {
    booked: 'Booked',
    waitlisted: 'On the waiting list',
    offered: 'Your turn: places were held for you',
    accepted: 'You took the places',
    declined: 'You did not take the places',
    offerEnded: 'Not answered in time; the places went to the next',
    changed: 'Slot or people changed',
    cancelled: 'You cancelled',
    slotMoved: 'Time or place of the slot changed',
    calledOff: 'The slot was cancelled',
    asked: 'You were asked whether you still come',
    confirmed: 'You said that you come',
    admitted: 'Admitted',
    feedback: 'You said what you think',
    contactErased: 'Telephone, e-mail and needs were deleted'
  },
  offline: 'Good without a network',
  hint: 'Show this at the door, or say the code',
  qr: (code) => `QR code for the door, ticket code ${code}`,
  slot: 'Slot',
  party: 'People',
  group: 'Group',
  needs: 'Help',
  meet: 'Meet at',
  admitted: (clock, people) => `Admitted ${clock}, ${several(people, 'person', 'people')}`,
  over: 'This slot is over.',
  called: {
    cancelled: 'You cancelled this booking',
    lapsed: 'The offered places were not taken',
    calledOff: 'This slot was cancelled'
  },
  calledSay: {
    cancelled: 'The places went to the next. If you want to come after all, sign up again.',
    lapsed: 'The places went to the next. You can join the waiting list again.',
    calledOff: 'There is no need to come.'
  },
  again: 'Look at the slots',
  waiting: {
    title: 'On the waiting list',
    ahead: (parties) =>
      parties === 0 ? 'You are the first in line.' : `${several(parties, 'party', 'parties')} before you.`,
    say: 'You are told when it is your turn; this page shows it too.'
  },
  offer: {
    title: (people) => `Your turn: ${several(people, 'place is', 'places are')} held for you`,
    until: (when) => `Held until ${when}`,
    left: (time) => `${time} left`,
    soon: 'less than 1 minute',
    say: 'Declined or not answered by then, they go to the next.',
    accept: 'Yes, we come',
    decline: 'No, thanks',
    acting: 'Answering',
    ended: 'The time of the offer is over; looking at how things stand.'
  },
  ask: {
    title: 'Still coming?',
    say: 'If so, tell us, so that we can prepare. If not, please cancel, and somebody who waits can come.',
    yes: 'Yes, we come',
    acting: 'Telling the bureau',
    said: 'You said that you come.'
  },
  waySay: 'Transport, accessibility',
  way: 'How to get there',
  accessibility: 'Accessibility',
  phone: 'Questions about the event',
  day: 'About the event',
  change: 'Change slot or people',
  changeUntil: (when) => `until ${when}`,
  cancel: 'Not coming: cancel',
  cancelWait: 'Leave the waiting list',
  cancelSheet: { placed: 'Cancel this booking?', waiting: 'Leave the waiting list?' },
  cancelWhat: {
    placed: 'The places go to those who wait at once, and can not be had back.',
    waiting: 'Your place goes to the next; joining again begins at the end.'
  },
  cancelDo: { placed: 'Cancel the booking', waiting: 'Leave the list' },
  cancelling: 'Cancelling',
  keep: { placed: 'We come', waiting: 'Go on waiting' },
  calendar: 'Add to calendar',
  calendarFile: (number) => `ticket-${number}.ics`,
  picture: {
    make: 'Save as picture',
    title: 'The ticket as a picture',
    alt: (code) => `Ticket: time, QR code, code ${code}, slot, people and where to meet`,
    warn: 'Whoever has this picture can go in with it. Do not post it.',
    save: 'Save to the phone',
    share: 'Send or put into the album',
    byHand: 'Or press the picture to save it.',
    failed: 'This phone drew no picture; please write down the code.',
    fileName: (number) => `ticket-${number}.png`,
    kept: 'Shown or said at the door; pass it on to nobody'
  },
  feedback: {
    title: 'How was your visit?',
    overall: 'On the whole',
    understood: 'Was it understandable?',
    comment: 'Anything else (optional)',
    rates: { 5: 'Very good', 4: 'Good', 3: 'Fair', 2: 'Poor', 1: 'Bad' },
    clear: { 5: 'All of it', 4: 'Most of it', 3: 'About half', 2: 'Little', 1: 'Not at all' },
    needed: 'Please choose one for each',
    act: 'Send',
    acting: 'Sending',
    thanks: 'Received, thank you. It can be changed.',
    change: 'Change it'
  },
  history: 'What happened',
  proof: 'Number and code',
  number: 'Number',
  code: 'Code',
  codeKept: 'Opens this ticket on another phone',
  keptCopy: (clock) => `The bureau’s server did not answer. The ticket was kept at ${clock} and is good at the door.`,
  borrowed: 'This is somebody else’s phone: nothing is kept, and it is forgotten with this page.',
  leave: 'Done',
  forget: 'Take this ticket off this phone',
  own: {
    title: 'My data',
    until: (day, days) =>
      `Telephone, e-mail and needs are deleted on ${day} (${several(days, 'day')} after the event).`,
    erased: (day) => `Telephone, e-mail and needs were deleted on ${day} and can not be had back.`,
    why: (source) => `By: ${source}.`,
    see: 'See what the bureau keeps',
    reading: 'Loading',
    phone: 'Mobile',
    email: 'E-mail',
    none: 'No contact details are kept.',
    rest: 'Kept besides: number, slot, people and what happened, all of it on this page.',
    take: 'Save as a file',
    erase: 'Delete now',
    sheet: 'Delete contact details now?',
    what: 'Telephone, e-mail, the name of the group and needs are deleted at once and can not be had back. How many came is kept, to count how the event was.',
    confirm: 'Delete',
    erasing: 'Deleting',
    keep: 'Not now',
    after: 'It can be deleted earlier once the event is over or the booking has ended.'
  },
  unclear: {
    say: 'No answer came back; it is not known whether it was done.',
    next: 'The ticket is read again when you are online, and then you will see.'
  }
}
