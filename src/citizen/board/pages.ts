/** The pages of the board, with their words: fetched together. */
export { default as ReadBoard } from './ReadBoard.vue'
export { default as ReadBoardItem } from './ReadBoardItem.vue'
export { default as ReadFigures } from './ReadFigures.vue'
export { boardWords as words } from './words.ts'
