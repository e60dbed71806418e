/** An own booking, with its words: fetched together. */
export { default as page } from './ReadBooking.vue'
export { openDayWords as words } from './words.ts'
