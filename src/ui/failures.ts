/** What can go wrong between a screen and the server: offline, no answer, a problem of the closed list, or something unexpected. */
import type { FieldError, ProblemSlug } from '#contract/problem.ts'
import type { WorkChallenge } from '#contract/work.ts'

/** The device itself says that there is no network: nothing was sent. */
export class OfflineError extends Error {
  override name = 'OfflineError'
}

/** Something was sent (or could not be), and no readable answer came: the outcome is unknown. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

/** The server answered with one of the problems of `#contract/problem.ts`. `retryAfter` is in seconds; `work` must be done first. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly slug: ProblemSlug
  readonly errors: readonly FieldError[]
  readonly retryAfter: number | undefined
  readonly instance: string
  readonly work: WorkChallenge | undefined

  constructor(
    slug: ProblemSlug,
    details: { errors?: FieldError[]; retryAfter?: number; instance?: string; work?: WorkChallenge } = {}
  ) {
    super(slug)
    this.slug = slug
    this.errors = details.errors ?? []
    this.retryAfter = details.retryAfter
    this.instance = details.instance ?? ''
    this.work = details.work
  }
}

/** What happened, and what the reader can do. */
export interface Saying {
  readonly say: string
  readonly next: string
}

export interface FailureWords {
  readonly problems: Readonly<Record<ProblemSlug, Saying>>
  readonly offline: Saying
  readonly noAnswer: Saying
}

/** Turns any thrown thing into words; what is not known is said as `unexpected`. */
export function sayFailure(error: unknown, words: FailureWords): Saying {
  if (error instanceof OfflineError) return words.offline
  if (error instanceof NoAnswerError) return words.noAnswer
  if (error instanceof ProblemError && Object.hasOwn(words.problems, error.slug)) return words.problems[error.slug]
  return words.problems.unexpected
}
