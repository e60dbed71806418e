/** What a letter may be about. */
import type { LetterTopic } from '#contract/letters.ts'

export const words: Record<LetterTopic, string> = {
  figures: '统计数据',
  methods: '口径和算法',
  surveys: '抽样调查',
  census: '普查',
  reporting: '企业填报',
  documents: '文件和资料',
  other: '其他'
}

export type TopicWords = typeof words
