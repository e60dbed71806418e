/** The pages of letters that were sent, with their words: fetched together. */
export { default as ReadLetter } from './ReadLetter.vue'
export { default as ReadReceipt } from './ReadReceipt.vue'
export { readWords as words } from './read-words.ts'
