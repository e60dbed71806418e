import type { OpenDayWords } from './words.zh.ts'

const several = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

export const words: OpenDayWords = {
  kinds: {
    openDay: 'Open day',
    openWeek: 'Open week',
    disclosureDay: 'Day of disclosure',
    onlineTalk: 'Talk online',
    pressConference: 'Press conference',
    interview: 'Interview'
  },
  lead: 'See at the bureau how figures come about. Free of charge; sign up first, and show the ticket at the door.',
  upcoming: 'To come',
  past: 'Past',
  noneYet: 'Nothing is planned at the moment',
  noneYetSay: 'What is fixed stands here first, and in the calendar that you subscribe to.',
  subscribe: 'Download the calendar',
  subscribeSay: 'All slots in one file for the calendar of your phone',
  address: 'Address to subscribe to',
  readingPlacesSay: 'No need to wait for an open day: read bulletins and yearbooks there',
  days: (from, to) => `${from} to ${to}`,
  noTimeYet: 'No time fixed yet',
  slots: (count) => several(count, 'slot'),
  line: {
    places: 'Places can be had',
    full: 'No place to be had now',
    cancelled: 'Cancelled',
    opens: (when) => `Sign-up from ${when}`
  },
  keptFrom: (clock) => `There is no network. This was kept at ${clock}; what is left is known when you are online.`,
  loading: 'Loading',
  cancelled: 'This event was cancelled',
  after: 'How it was',
  attended: (people) => several(people, 'visitor'),
  handedOut: (count) => `${several(count, 'paper')} handed out`,
  slotsTitle: 'Slots',
  slotsNone: 'No slots are fixed yet.',
  slot: {
    cancelled: 'This slot was cancelled',
    over: 'Over',
    running: 'Under way; no more sign-up',
    opens: (when) => `Sign-up from ${when}`,
    opensIn: (time) => `Sign-up opens in ${time}`,
    opensSoon: 'Sign-up opens in a moment; this page changes by itself',
    places: (left, most) => `${several(left, 'place')} left, ${most} people at most in one booking`,
    full: 'Full; there is a waiting list',
    waiting: (parties) => `Full; ${parties === 1 ? '1 party waits' : `${parties} parties wait`}`,
    invited: 'For invited groups; a code is needed',
    meet: (point) => `Meet at: ${point}`,
    changeUntil: (when) => `Can be changed or cancelled until ${when}`
  },
  book: 'Sign up',
  wait: 'Join the waiting list',
  of: (what, title) => `${what}: ${title}`,
  placeTitle: 'Where',
  directions: 'How to get there',
  accessibility: 'Accessibility',
  phone: 'Questions about the event',
  programme: 'Programme',
  materials: 'Materials',
  ruleTitle: 'How the waiting list works',
  rule: (held) => [
    'Places that come free are given in the order of the list.',
    'A party that does not fit is passed over for one that does. It keeps its place in line, and is offered places as soon as all of it fits.',
    `An offer is held for ${held}, less when the deadline is near: the ticket says until when. Declined or not answered by then, it goes to the next at once.`
  ],
  keepTitle: 'How long your details are kept',
  keep: (days) => `Telephone, e-mail and the help you need are deleted ${several(days, 'day')} after the event.`,
  gone: 'This event can not be seen any more',
  goneSay: 'It may have been taken down, or the address is wrong.',
  toList: 'To all events'
}
