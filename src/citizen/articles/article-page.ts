/** The page of an article with its words: one file to be fetched. */
export { default as page } from './ReadArticle.vue'
export { readWords as words } from './read-words.ts'
