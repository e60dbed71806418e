/** Words of how an article read before it was corrected. */
export const words = {
  replaced: (published: string, replaced: string) => `这是 ${published} 公布、${replaced} 被更正前的版本，不再使用。`,
  correctedWhat: (note: string) => `更正了：${note}`,
  toCurrent: '看现在的版本',
  earlierVersion: '更正前的版本'
}

export type EarlierWords = typeof words
