import type { SuggestWords } from './suggest-words.zh.ts'

export const words: SuggestWords = {
  title: 'This may be answered already (in Chinese)',
  found: (count) => (count === 1 ? '1 similar answer, below the title' : `${count} similar answers, below the title`)
}
