import type { kinds as chineseKinds, validities as chineseValidities } from './kinds.zh.ts'

export const kinds: typeof chineseKinds = {
  news: 'News',
  notice: 'Notice',
  policy: 'Policy document',
  interpretation: 'Explanation',
  dataNote: 'Note on data'
}

export const validities: typeof chineseValidities = {
  inForce: 'In force',
  amended: 'Amended',
  partlyRepealed: 'Partly repealed',
  repealed: 'Repealed',
  expired: 'Expired'
}
