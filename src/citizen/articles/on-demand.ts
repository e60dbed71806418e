/** What an article's page shows when it is asked for: fetched together, the first time one of them is. */
export { default as CopyValue } from './CopyValue.vue'
export { default as NoArticle } from './NoArticle.vue'
export { default as SaveArticle } from './SaveArticle.vue'
export { default as ShareArticle } from './ShareArticle.vue'
export { default as TermSheet } from '../core/TermSheet.vue'
