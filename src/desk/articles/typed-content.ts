/** The content of an article in the shape in which it is typed: an empty field is an empty text, not null. */
import type { ArticleKind } from '#contract/articles.ts'
import { type ArticleContent, type Disclosure, longestBody } from '#contract/articles-desk.ts'
import { countCharacters } from '#ui/rules-for.ts'

/** Fields that may be empty; the server knows them as null. */
const optional = [
  'source',
  'documentNumber',
  'writtenOn',
  'validity',
  'effectiveOn',
  'expiresOn',
  'validityNote',
  'disclosure',
  'disclosureBasis',
  'disclosureReason',
  'noInterpretation',
  'correctionNote'
] as const
type Optional = (typeof optional)[number]

/** Nothing chosen yet is an empty text. */
export type TypedContent = Omit<ArticleContent, Optional> & {
  [Field in Optional]: NonNullable<ArticleContent[Field]> | ''
}

/** A copy without Vue's proxies in it. */
const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

export function typedOf(content: ArticleContent): TypedContent {
  const copy = copyOf(content)
  const filled = Object.fromEntries(optional.map((field) => [field, copy[field] ?? '']))
  return { ...copy, ...filled } as TypedContent
}

const isOpen = (disclosure: Disclosure | ''): boolean => disclosure === 'open' || disclosure === ''

/** What is sent: spaces at the ends are gone, and so is what a choice made pointless. */
export function contentOf(typed: TypedContent): ArticleContent {
  const emptied = Object.fromEntries(optional.map((field) => [field, typed[field].trim() || null]))
  return {
    ...copyOf(typed),
    ...emptied,
    title: typed.title.trim(),
    summary: typed.summary.trim(),
    ...(isOpen(typed.disclosure) && { disclosureBasis: null, disclosureReason: null }),
    attachments: typed.attachments.map(({ file, name }) => ({ file, name: name.trim() }))
  } as ArticleContent
}

/** The bounds of the texts, in characters, as `ArticleContent` sets them. */
export const textBounds = {
  title: { shortest: 2, longest: 120 },
  summary: { shortest: 0, longest: 100 },
  source: { shortest: 1, longest: 60 },
  documentNumber: { shortest: 3, longest: 60 },
  validityNote: { shortest: 2, longest: 200 },
  disclosureReason: { shortest: 2, longest: 500 },
  noInterpretation: { shortest: 2, longest: 500 },
  correctionNote: { shortest: 4, longest: 200 }
} as const

type BoundedField = keyof typeof textBounds
export type ContentFaults = Partial<Record<BoundedField | 'body' | 'attachments', string>>

function lengthFault(field: BoundedField, text: string): string {
  const { shortest, longest } = textBounds[field]
  const length = countCharacters(text.trim())
  if (length > longest) return `多了 ${length - longest} 个字`
  if (length < shortest && (length > 0 || field === 'title')) return `至少写 ${shortest} 个字`
  return ''
}

/** What keeps the server from taking what is typed. What a finished article needs is told by the server's checks. */
export function contentFaults(typed: TypedContent): ContentFaults {
  const texts = Object.keys(textBounds) as BoundedField[]
  const faults: ContentFaults = Object.fromEntries(
    texts.map((field) => [field, lengthFault(field, typed[field])] as const).filter(([, fault]) => fault !== '')
  )
  const size = countCharacters(typed.body)
  return {
    ...faults,
    ...(size > longestBody && { body: `正文太长，多了 ${size - longestBody} 个字符，分成几篇写` }),
    ...(typed.attachments.some(({ name }) => name.trim() === '') && { attachments: '每个附件都要有名称' })
  }
}

/** Whether two contents are the same once they are sent. */
export const sameContent = (one: TypedContent, other: TypedContent): boolean =>
  JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other))

/** Words typed into one line → keywords: cut at spaces and commas, none twice, eight at most, twenty characters each. */
export function keywordsOf(line: string): string[] {
  const words = line.split(/[\s,，、;；]+/u).map((word) => [...word].slice(0, 20).join(''))
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 8)
}

/** Which groups of fields a kind has. */
export const fieldsOf = (kind: ArticleKind) => ({
  isDocument: kind === 'policy' || kind === 'notice',
  hasValidity: kind === 'policy',
  interprets: kind === 'interpretation',
  mayDoWithout: kind === 'policy'
})
