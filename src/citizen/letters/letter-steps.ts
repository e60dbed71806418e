/** The questions that the form of a letter asks one by one in the elder view. */
import type { LetterKind } from '#contract/letters.ts'

const steps = ['title', 'text', 'files', 'topic', 'contact', 'publish', 'agree'] as const
export type Step = (typeof steps)[number]

/** The questions of a kind: a fault has no topic, and nothing of it is published. */
export const stepsOf = (kind: LetterKind): readonly Step[] =>
  kind === 'fault' ? steps.filter((step) => step !== 'topic' && step !== 'publish') : steps

/** The question that a field of the body belongs to. */
export function stepOf(pointer: string): Step {
  if (pointer.startsWith('/contact')) return 'contact'
  if (pointer.startsWith('/attachments')) return 'files'
  if (pointer === '/publishConsent') return 'publish'
  return steps.find((one) => pointer === `/${one}`) ?? 'title'
}
