/** An own booking, with its words: fetched together. */
export { default as page } from './ReadBooking.vue'
export { ticketWords as words } from './ticket-words.ts'
