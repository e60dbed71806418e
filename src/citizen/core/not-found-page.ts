/** The page of what is not there, with its words: fetched together. */
export { default as page } from './NotFound.vue'
export { caseWords as words } from './case-words.ts'
