/** What may happen to an article, as pure rules (三审三校: several people, one after the other, nobody twice). */
import { stepPermission, type ArticleAct, type ArticleState, type ReviewStep } from '#contract/articles-desk.ts'
import type { Permission } from '#contract/people.ts'
import type { ProblemSlug } from '#contract/problem.ts'

/** What a decision is about. `authors`: all who wrote in this round; `signers`: who signed the newest version. */
export interface Situation {
  readonly state: ArticleState
  readonly steps: readonly ReviewStep[]
  readonly authors: readonly string[]
  readonly signers: readonly string[]
  readonly live: boolean
  readonly blocked: boolean
}

/** Who wants to act. `may`: whether a permission reaches this article. */
export interface Actor {
  readonly id: string
  readonly may: (permission: Permission) => boolean
}

/** The step that is due, or undefined when nothing waits for a signature. */
export const dueStep = ({ state, steps, signers }: Pick<Situation, 'state' | 'steps' | 'signers'>) =>
  state === 'inReview' ? steps[signers.length] : undefined

const open: Record<ArticleAct, readonly ArticleState[]> = {
  save: ['draft', 'inReview', 'returned', 'scheduled', 'published', 'withdrawn'],
  submit: ['draft', 'returned'],
  sign: ['inReview'],
  return: ['inReview', 'scheduled'],
  withdraw: ['draft', 'inReview', 'returned', 'scheduled', 'published', 'withdrawn']
}

/** Who may send back: whose step is due; of a scheduled article, whoever signs in its chain. */
function mayReturn(situation: Situation, actor: Actor): boolean {
  const due = dueStep(situation)
  if (due) return actor.may(stepPermission[due])
  return situation.steps.some((step) => actor.may(stepPermission[step]))
}

function permitted(act: ArticleAct, situation: Situation, actor: Actor): boolean {
  if (act === 'save' || act === 'submit') return actor.may('articles:write')
  if (act === 'withdraw') return actor.may('articles:withdraw')
  if (act === 'return') return mayReturn(situation, actor)
  const due = dueStep(situation)
  return due !== undefined && actor.may(stepPermission[due])
}

/** Why an act is refused, or undefined when it may be done. */
export function refusal(act: ArticleAct, situation: Situation, actor: Actor): ProblemSlug | undefined {
  if (!open[act].includes(situation.state)) return 'state-forbids'
  if (act === 'withdraw' && !situation.live) return 'state-forbids'
  if (!permitted(act, situation, actor)) return 'not-permitted'
  if (act === 'sign' && [...situation.authors, ...situation.signers].includes(actor.id)) return 'same-person'
  if ((act === 'submit' || act === 'sign') && situation.blocked) return 'checks-block'
  return undefined
}
