/** When a rating may be sent, as the sender fills it in. */
import { RatingDraft, type ratingReasons } from '#contract/letters.ts'
import { countCharacters, longest } from '#ui/rules-for.ts'

export type RatingReason = (typeof ratingReasons)[number]

/** From best to worst, as they stand in a row. */
export const grades = [5, 4, 3, 2, 1] as const

export interface RatingForm {
  grade: number | undefined
  reasons: RatingReason[]
  comment: string
}

export const longestComment = longest(RatingDraft, 'comment')

/** The two lowest grades give reasons. */
export const needsReasons = (grade: number | undefined): boolean => grade !== undefined && grade <= 2

/** What is still missing or wrong, or undefined when it may be sent. */
export function ratingFault({ grade, reasons, comment }: RatingForm): 'grade' | 'reasons' | 'comment' | undefined {
  if (grade === undefined) return 'grade'
  if (needsReasons(grade) && reasons.length === 0) return 'reasons'
  if (countCharacters(comment.trim()) > longestComment) return 'comment'
  return undefined
}

/** What is sent: reasons belong to the two lowest grades alone, an empty comment is left out. */
export function ratingDraft({ grade, reasons, comment }: RatingForm): RatingDraft | undefined {
  if (grade === undefined) return undefined
  const text = comment.trim()
  return {
    grade,
    ...(needsReasons(grade) ? { reasons: [...reasons] } : {}),
    ...(text === '' ? {} : { comment: text })
  }
}
