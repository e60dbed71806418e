/** The pages of answers, with their words: fetched together. */
export { default as ReadAnswer } from './ReadAnswer.vue'
export { default as ReadAnswers } from './ReadAnswers.vue'
export { answerWords as words } from './words.ts'
