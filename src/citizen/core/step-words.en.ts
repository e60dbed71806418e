import type { StepWords } from './step-words.zh.ts'

export const words: StepWords = {
  at: (at, all) => `Step ${at} of ${all}`,
  back: 'Back',
  on: 'Next'
}
