/** Booking a slot, with its words: fetched together. */
export { default as page } from './BookSlot.vue'
export { bookWords as words } from './book-words.ts'
