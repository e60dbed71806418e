import type { BookingWords } from './booking-words.zh.ts'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const several = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

export const words: BookingWords = {
  day: (month, day, weekday) => `${weekdays[weekday] ?? ''}, ${day} ${months[month - 1] ?? ''}`,
  time: {
    days: (days, hours) => (hours === 0 ? several(days, 'day') : `${several(days, 'day')} ${several(hours, 'hour')}`),
    hours: (hours, minutes) =>
      minutes === 0 ? several(hours, 'hour') : `${several(hours, 'hour')} ${several(minutes, 'minute')}`,
    minutes: (minutes) => several(minutes, 'minute'),
    to: (shortest, longest) => `${shortest} to ${longest}`
  },
  partyKinds: { alone: '1 person', family: 'Family', group: 'Group' },
  needs: {
    wheelchair: 'a way for a wheelchair',
    hearing: 'help with hearing',
    sight: 'help with seeing',
    companion: 'somebody to guide'
  },
  party: (kind, people, minors) =>
    `${kind}, ${people === 1 ? '1 person' : `${people} people`}${minors === 0 ? '' : `, ${minors} under 18`}`,
  needed: (needed) => `Needs ${needed.join(', ')}`,
  states: {
    placed: 'Booked',
    waiting: 'On the waiting list',
    offered: 'Places are held: please answer',
    cancelled: 'Cancelled by you',
    lapsed: 'The offered places were not taken',
    calledOff: 'This slot was cancelled'
  },
  over: 'Over',
  came: 'Visited',
  tickets: 'Tickets',
  askedNow: 'Still coming?',
  news: 'News'
}
