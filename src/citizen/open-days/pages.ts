/** The calendar and the page of one open day, with their words: fetched together. */
export { default as ReadOpenDays } from './ReadOpenDays.vue'
export { default as ReadOpenDay } from './ReadOpenDay.vue'
export { openDayWords as words } from './words.ts'
