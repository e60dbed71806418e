/** The form of a letter, with its words: fetched together. */
export { default as page } from './WriteLetter.vue'
export { letterWords as words } from './words.ts'
