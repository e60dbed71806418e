/** The pages that lead to articles, with their words: fetched together. */
export { default as ReadCatalogue } from './ReadCatalogue.vue'
export { default as ReadColumn } from './ReadColumn.vue'
export { default as ReadColumns } from './ReadColumns.vue'
export { default as SearchArticles } from './SearchArticles.vue'
export { articleWords as words } from './words.ts'
