/** An earlier version of an article, with its words: fetched together. */
export { default as page } from './ReadEarlier.vue'
export { earlierWords as words } from './earlier-words.ts'
