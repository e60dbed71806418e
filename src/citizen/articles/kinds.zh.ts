/** What kinds of articles and the states of documents are called. */
import type { ArticleKind, Validity } from '#contract/articles.ts'

export const kinds: Record<ArticleKind, string> = {
  news: '动态',
  notice: '通知公告',
  policy: '政策文件',
  interpretation: '解读',
  dataNote: '数据说明'
}

export const validities: Record<Validity, string> = {
  inForce: '现行有效',
  amended: '已修改',
  partlyRepealed: '部分废止',
  repealed: '已废止',
  expired: '已失效'
}
