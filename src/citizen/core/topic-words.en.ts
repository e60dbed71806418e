import type { TopicWords } from './topic-words.zh.ts'

export const words: TopicWords = {
  figures: 'Figures',
  methods: 'Definitions and methods',
  surveys: 'Sample surveys',
  census: 'Census',
  reporting: 'Reporting by businesses',
  documents: 'Papers and files',
  other: 'Something else'
}
