/** What stands in the place of a page that can't be fetched. */
export { default as page } from './NoNetwork.vue'
