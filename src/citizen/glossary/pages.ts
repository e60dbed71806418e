/** The pages of the glossary, with their words: fetched together. */
export { default as ReadGlossary } from './ReadGlossary.vue'
export { default as ReadTerm } from './ReadTerm.vue'
export { glossaryWords as words } from './words.ts'
