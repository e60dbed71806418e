import type { CaseWords } from './case-words.zh.ts'

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October']
const month = (number: number) => [...months, 'November', 'December'][number - 1] ?? ''
const count = (days: number, what: string) => `${days} ${what}${days === 1 ? '' : 's'}`

const roundLeads = { first: '', followUp: 'Follow-up: ', reopening: 'Reopened: ' }

export const words: CaseWords = {
  kinds: { enquiry: 'Enquiry', message: 'Message', mailbox: 'To the director', fault: 'Fault' },
  states: {
    received: 'Received',
    accepted: 'Accepted',
    assigned: 'In hand',
    drafting: 'In hand',
    signing: 'In review',
    answered: 'Answered',
    closed: 'Closed',
    withdrawn: 'Withdrawn',
    transferred: 'Transferred',
    refused: 'Not accepted'
  },
  copy: 'Copy',
  copied: (what) => `${what} copied`,
  copyByHand: 'Not copied; please select it by hand',
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  day: (m, day) => `${day} ${month(m)}`,
  dayWithWeekday: (m, day, weekday) => `${weekday}, ${day} ${month(m)}`,
  due: {
    left: (days) => `${count(days, 'working day')} left`,
    leftDays: (days) => `${count(days, 'day')} left`,
    today: 'Due today',
    over: (days) => `${count(days, 'day')} late`,
    of: (round, said) => `${roundLeads[round]}${said}`,
    answeredIn: (days) => (days === 0 ? 'the same day' : `took ${count(days, 'working day')}`),
    before: (day) => `by ${day}`,
    beforeReply: (day) => `reply by ${day}`,
    shouldBe: (day) => `was due by ${day}`,
    rule: (limit, left) => `${limit} working days in all, ${left} left`,
    ruleOver: (limit) => `${limit} working days in all, used up`,
    ruleUsed: (limit, used) => `limit ${limit} working days, ${used} used`
  },
  mine: (open) => `My open cases: ${open}`,
  news: 'New',
  mineAll: 'All my cases',
  notFound: {
    title: 'No such page',
    say: 'The address may be mistyped, or the page was taken down.',
    home: 'Go home'
  }
}
