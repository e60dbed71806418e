import type { SaveWords } from './save-words.zh.ts'

export const words: SaveWords = {
  keep: 'Save on this phone',
  kept: 'Saved on this phone',
  keeping: 'Saving',
  notKept: 'The phone is full: not saved'
}
