/** Ratings in the words that the sender chose from. */
import type { ratingReasons } from '#contract/letters.ts'

export type RatingReason = (typeof ratingReasons)[number]

const gradeWords = ['', '非常不满意', '不满意', '基本满意', '满意', '非常满意']

/** `不满意（2 / 5）` */
export const sayGrade = (grade: number): string => `${gradeWords[grade] ?? ''}（${grade} / 5）`

const reasonWords: Readonly<Record<RatingReason, string>> = {
  late: '答得太慢',
  unclear: '看不明白',
  'beside-the-point': '没答到点上',
  'passed-around': '推来推去',
  attitude: '态度不好',
  other: '其他'
}

export const sayReasons = (reasons: readonly RatingReason[]): string =>
  reasons.map((reason) => reasonWords[reason]).join('、')
