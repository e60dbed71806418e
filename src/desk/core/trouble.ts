/** Turns whatever a call threw into words: what happened, and what to do. */
import type { ProblemSlug } from '#contract/problem.ts'
import { ProblemError, sayFailure, type Saying } from '#ui/failures.ts'
import { failures } from '#ui/problems.zh.ts'

/** Whether the server refused with this problem. */
export function isProblem(trouble: unknown, slug: ProblemSlug): trouble is ProblemError {
  return trouble instanceof ProblemError && trouble.slug === slug
}

/** The words of the closed list; where the server says how long to wait, so do they. */
export function sayTrouble(trouble: unknown): Saying {
  const words = sayFailure(trouble, failures)
  if (!(trouble instanceof ProblemError) || trouble.retryAfter === undefined) return words
  return { say: words.say, next: `过 ${trouble.retryAfter} 秒再试。` }
}
