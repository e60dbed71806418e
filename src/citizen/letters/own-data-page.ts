/** The own data of a letter, with its words: fetched together. */
export { default as page } from './ReadOwnData.vue'
export { ownDataWords as words } from './own-data-words.ts'
