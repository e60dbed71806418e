/** The page of the library, with its words: fetched together. */
export { default as page } from './ReadLibrary.vue'
export { libraryWords as words } from './words.ts'
