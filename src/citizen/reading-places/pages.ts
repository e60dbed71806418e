/** The page of the reading places, with its words: fetched together. */
export { default as ReadReadingPlaces } from './ReadReadingPlaces.vue'
export { readingPlaceWords as words } from './words.ts'
