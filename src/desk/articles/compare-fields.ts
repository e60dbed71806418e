/** What changed beside the body: each field that reads differently, in words. */
import type { ArticleContent } from '#contract/articles-desk.ts'
import { compareTexts, type TextPiece } from '../core/compare-texts.ts'
import { basisWords, disclosureWords, validityWords } from './article-words.ts'

export interface FieldChange {
  readonly label: string
  readonly pieces: readonly TextPiece[]
}

/** What a field says, in the words of the screen. */
interface Field {
  readonly label: string
  readonly say: (content: ArticleContent) => string
  /** a choice is told as a whole, a text by what was rewritten in it */
  readonly isText?: true
}

const fields = (columnName: (slug: string) => string): readonly Field[] => [
  { label: '标题', say: ({ title }) => title, isText: true },
  { label: '栏目', say: ({ column }) => columnName(column) },
  { label: '内容概述', say: ({ summary }) => summary, isText: true },
  { label: '来源', say: ({ source }) => source ?? '', isText: true },
  { label: '文号', say: ({ documentNumber }) => documentNumber ?? '', isText: true },
  { label: '成文日期', say: ({ writtenOn }) => writtenOn ?? '' },
  { label: '效力', say: ({ validity }) => (validity === null ? '' : validityWords[validity]) },
  { label: '施行日期', say: ({ effectiveOn }) => effectiveOn ?? '' },
  { label: '失效日期', say: ({ expiresOn }) => expiresOn ?? '' },
  { label: '效力说明', say: ({ validityNote }) => validityNote ?? '', isText: true },
  { label: '公开属性', say: ({ disclosure }) => (disclosure === null ? '' : disclosureWords[disclosure]) },
  { label: '依据', say: ({ disclosureBasis }) => (disclosureBasis === null ? '' : basisWords[disclosureBasis]) },
  { label: '不公开的理由', say: ({ disclosureReason }) => disclosureReason ?? '', isText: true },
  { label: '关键词', say: ({ keywords }) => keywords.join('，') },
  { label: '不另作解读的理由', say: ({ noInterpretation }) => noInterpretation ?? '', isText: true },
  { label: '附件', say: ({ attachments }) => attachments.map(({ name }) => name).join('，') },
  { label: '更正说明', say: ({ correctionNote }) => correctionNote ?? '', isText: true }
]

const wholes = (before: string, after: string): TextPiece[] => [
  ...(before === '' ? [] : [{ kind: 'removed' as const, text: before }]),
  ...(after === '' ? [] : [{ kind: 'added' as const, text: after }])
]

/** The fields that read differently, in the order of the form. */
export function compareFields(
  before: ArticleContent,
  after: ArticleContent,
  columnName: (slug: string) => string
): FieldChange[] {
  return fields(columnName)
    .map(({ label, say, isText }) => ({ label, isText, was: say(before), is: say(after) }))
    .filter(({ was, is }) => was !== is)
    .map(({ label, isText, was, is }) => ({ label, pieces: isText ? compareTexts(was, is) : wholes(was, is) }))
}
