/** Finding a letter, with its words: fetched together. */
export { default as page } from './FindLetter.vue'
export { readWords as words } from './read-words.ts'
