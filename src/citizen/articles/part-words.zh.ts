/** Words of the still parts of an article's page: its head, its facts, what belongs to it. */
import { kinds, validities } from './kinds.zh.ts'

export const words = {
  kinds,
  validities,
  minutes: (minutes: number) => `读完约 ${minutes} 分钟`,
  keep: '存到手机',
  corrected: '已更正',
  correctedAt: (at: string) => `${at} 更正过`,
  source: (source: string) => `来源：${source}`,
  interprets: '解读的文件',
  interpretedBy: '对应的解读',
  facts: '公开信息',
  indexNumber: '索引号',
  documentNumber: '文号',
  writtenOn: '成文日期',
  publishedAt: '发布日期',
  office: '公开科室',
  openness: '公开方式',
  open: '主动公开',
  validity: '效力',
  effectiveOn: '施行日期',
  expiresOn: '有效期至',
  validityNote: '依据',
  keywords: '主题词',
  copy: '复制',
  attachments: '附件',
  sized: (type: string, size: string) => `${type}，${size}`,
  related: '相关文章',
  versions: '版本',
  current: '现在的版本',
  published: (at: string) => `${at} 公布`,
  correctedOn: (at: string) => `${at} 更正`,
  before: '看更正前的版本',
  fault: '这一页有错',
  in: '所在栏目'
}

export type PartWords = typeof words
