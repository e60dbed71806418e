/** How the grades of the word list are called. */
import type { WordGrade } from '#contract/sensitive-words.ts'

export const gradeWords: Readonly<Record<WordGrade, string>> = { mark: '标出', hold: '须复看' }
