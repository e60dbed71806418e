/** Booking a slot, with its words: fetched together. */
export { default as page } from './BookSlot.vue'
export { openDayWords as words } from './words.ts'
