/** The pages of what is the reader's own, with their words: fetched together. */
export { default as ReadMe } from './ReadMe.vue'
export { default as ReadPrivacy } from './ReadPrivacy.vue'
export { meWords as words } from './words.ts'
