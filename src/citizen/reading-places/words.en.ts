import type { ReadingPlaceWords } from './words.zh.ts'

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const words: ReadingPlaceWords = {
  kinds: {
    workday: 'Working day',
    makeUp: 'Working day at a weekend',
    weekend: 'Day of rest',
    holiday: 'Public holiday'
  },
  lead: 'Statistical bulletins, yearbooks and published documents can be read at these places. Free of charge, and nobody asks who you are.',
  none: 'No reading places are listed yet',
  noneSay: 'Look under “Published” first, or write to the bureau.',
  day: (month, day, weekday) => `${weekdays[weekday] ?? ''} ${day} ${months[month - 1] ?? ''}`,
  span: (from, to) => `${from}–${to}`,
  between: ', ',
  today: 'Today',
  closedToday: 'Closed today',
  open: (until) => `Open now, until ${until}`,
  shut: (day, from) => `Closed now; opens ${day} at ${from}`,
  laterToday: (from) => `Closed now; opens today at ${from}`,
  shutThrough: (day) => `Closed now, and through ${day}`,
  unknown: 'The times kept here are too old to tell whether it is open now',
  closed: 'Closed',
  closure: (from, to) => `Closed ${from === to ? from : `${from} to ${to}`}: `,
  address: 'Address',
  directions: 'How to get there',
  accessibility: 'Accessibility',
  phone: 'Telephone',
  hours: 'Opening hours',
  workday: 'Working days',
  restday: 'Days of rest',
  restdaySay: 'Days of rest are weekends and public holidays; a weekend on which people work counts as working days.',
  ahead: 'The next two weeks',
  offers: 'What can be read, and what help there is',
  rule: 'Please note',
  keptFrom: (clock) => `There is no network. This was kept at ${clock}; later changes show when you are online.`,
  loading: 'Loading'
}
