/** access:matrix for reviews of bad ratings: reviews that stand ready for each step, and one attempt a route. */
import { uuidv7 } from 'uuidv7'
import { ask, type Answer, type Asking, type LetterWithFile, type Session } from './caller.ts'
import type { Attempt, Case } from './access-attempts.ts'

const steps = ['open', 'calledBack', 'appealed', 'decided', 'ledger'] as const
type ReviewReady = (typeof steps)[number]

export interface ReadyReview {
  readonly id: string
  readonly revision: number
}

export interface Reviews {
  readonly ready: (ready: ReviewReady, relation: string) => Promise<ReadyReview>
  /** the same is not given again */
  readonly used: (review: ReadyReview) => void
}

interface Makers {
  /** took no part in any answer */
  readonly registry: Session
  readonly answered: (other: boolean) => Promise<LetterWithFile>
  readonly author: Session
}

const need = ({ status, text, body }: Answer, what: string): unknown => {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`)
  return body
}

/** What brings a review to a step, one after the other. */
const way: Readonly<Record<ReviewReady, readonly (readonly [string, Readonly<Record<string, unknown>>])[]>> = {
  open: [],
  calledBack: [['callback', { means: 'none', said: '没有留联系方式。' }]],
  appealed: [
    ['callback', { means: 'none', said: '没有留联系方式。' }],
    ['decision', { decision: 'appealed', ground: 'mistaken', reason: '评错了。' }]
  ],
  decided: [
    ['callback', { means: 'none', said: '没有留联系方式。' }],
    ['decision', { decision: 'fixed', reason: '改好了。' }]
  ],
  ledger: [
    ['callback', { means: 'none', said: '没有留联系方式。' }],
    ['decision', { decision: 'ledger', reason: '要改网页。', ledgerDueOn: '2030-12-31' }],
    ['feedback', { text: '改好以后告诉您。' }]
  ]
}

/** Reviews made as they are asked for, at the own office, at another, and of a letter that went back to the registry. */
export const prepareReviews = (base: string, { registry, answered, author }: Makers): Reviews => {
  const waiting = new Map<string, ReadyReview>()
  const make = async (ready: ReviewReady, relation: string): Promise<ReadyReview> => {
    const letter = await answered(relation === 'other-office')
    const authorization = `Code ${letter.code}`
    const body = { grade: 2, reasons: ['late'] }
    need(await ask(base, 'PUT', `/letters/${letter.number}/rating`, { authorization, body }), 'rating')
    if (relation === 'bureau') {
      const message = { id: uuidv7(), kind: 'followUp', text: '再问一句。' }
      need(await ask(base, 'POST', `/letters/${letter.number}/messages`, { authorization, body: message }), 'follow-up')
      const { revision } = need(
        await ask(base, 'GET', `/desk/letters/${letter.id}`, { session: registry }),
        'reading'
      ) as {
        revision: number
      }
      const back = { session: author, body: { reason: '不归本科室', revision } }
      need(await ask(base, 'POST', `/desk/letters/${letter.id}/give-back`, back), 'giving back')
    }
    const list = need(await ask(base, 'GET', '/desk/alerts', { session: registry }), 'alerts') as {
      alerts: readonly { review?: string; letter: { id: string } }[]
    }
    const id = list.alerts.find((alert) => alert.review !== undefined && alert.letter.id === letter.id)?.review ?? ''
    const read = async (): Promise<ReadyReview> =>
      need(await ask(base, 'GET', `/desk/reviews/${id}`, { session: registry }), 'reading a review') as ReadyReview
    for (const [what, more] of way[ready]) {
      const { revision } = await read()
      const asking = { session: registry, body: { ...more, revision } }
      need(await ask(base, 'POST', `/desk/reviews/${id}/${what}`, asking), what)
    }
    return await read()
  }
  return {
    ready: async (ready, relation) => {
      const key = `${ready} ${relation === 'other-office' || relation === 'bureau' ? relation : 'own-office'}`
      const review = waiting.get(key) ?? (await make(ready, relation))
      waiting.set(key, review)
      return review
    },
    used: (review) => {
      for (const [key, one] of waiting) if (one === review) waiting.delete(key)
    }
  }
}

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
  withoutToken: relation === 'no-token'
})

const onReview =
  (ready: ReviewReady, what: string, body: Readonly<Record<string, unknown>>): Attempt =>
  async ({ base, reviews }, one) => {
    const review = await reviews.ready(ready, one.relation)
    const asking = { ...shown(one), body: { ...body, revision: review.revision } }
    const answer = await ask(base, 'POST', `/desk/reviews/${review.id}/${what}`, asking)
    if (answer.status < 300) reviews.used(review)
    return [answer]
  }

const readList: Attempt = async ({ base, reviews }, one) => {
  const { id } = await reviews.ready('open', one.relation)
  const answer = await ask(base, 'GET', '/desk/reviews', shown(one))
  if (answer.status !== 200) return [answer]
  const list = (answer.body as { reviews: readonly { id: string }[] }).reviews
  if (list.some((review) => review.id === id)) return [answer]
  // a review that the list leaves out is not there for this reader
  return [{ ...answer, status: 404, headers: { 'content-type': 'application/problem+json' } }]
}

const readReview: Attempt = async ({ base, reviews }, one) => {
  const { id } = await reviews.ready('open', one.relation)
  const path = `/desk/reviews/${id}`
  return [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]
}

const anybody =
  (path: string): Attempt =>
  async ({ base }, one) => [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]

export const reviewAttempts: Readonly<Record<string, Attempt>> = {
  'GET /desk/reviews': readList,
  'GET /desk/reviews/:id': readReview,
  'POST /desk/reviews/:id/callback': onReview('open', 'callback', { means: 'none', said: '没有留联系方式。' }),
  'POST /desk/reviews/:id/decision': onReview('calledBack', 'decision', { decision: 'fixed', reason: '改好了。' }),
  'POST /desk/reviews/:id/ruling': onReview('appealed', 'ruling', { ruling: 'upheld', reason: '没有证据。' }),
  'POST /desk/reviews/:id/feedback': onReview('decided', 'feedback', { text: '已经改好。' }),
  'POST /desk/reviews/:id/settlement': onReview('ledger', 'settlement', { text: '网页改好了。' }),
  'GET /ratings': anybody('/ratings'),
  'GET /ratings.csv': anybody('/ratings.csv')
}
