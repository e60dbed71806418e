/** The questions that the form of a booking asks one by one in the elder view. */
import type { ProblemSlug } from '#contract/problem.ts'

const steps = ['who', 'needs', 'contact', 'invite', 'waitlist', 'agree'] as const
export type BookStep = (typeof steps)[number]

/** The code is asked of invited groups alone. */
export const stepsOf = (invited: boolean): readonly BookStep[] =>
  invited ? steps : steps.filter((step) => step !== 'invite')

/** The question that a field of the body belongs to. */
export function stepOf(pointer: string): BookStep {
  if (pointer === '/party/needs') return 'needs'
  return (['contact', 'invite', 'waitlist'] as const).find((one) => pointer.startsWith(`/${one}`)) ?? 'who'
}

const answers: Partial<Record<ProblemSlug, BookStep>> = {
  'slot-full': 'waitlist',
  'already-booked': 'contact',
  'invite-wrong': 'invite'
}

/** The question by which what the server refused can be mended. */
export const stepFor = (refusal: ProblemSlug | undefined, pointer: string | undefined): BookStep =>
  pointer === undefined ? ((refusal && answers[refusal]) ?? 'who') : stepOf(pointer)
