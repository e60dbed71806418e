/** Words of the answers that are offered while a question is typed. */
export const words = {
  title: '看看是不是已经有答复',
  found: (count: number) => `有 ${count} 条相近的答复，在标题下面`
}

export type SuggestWords = typeof words
