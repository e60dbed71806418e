/** The routes of reviews, and of the figures that anybody may read. */
import type { FastifyInstance } from 'fastify'
import type { Review } from '#contract/rating-reviews.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import type { Staff } from '../core/sessions.ts'
import { ratingsCsv, readRatingFigures } from './rating-figures.ts'
import {
  decideReview,
  feedBack,
  recordCallback,
  ruleAppeal,
  settleLedger,
  type ActOnReview
} from './rating-review-handle.ts'
import { readReview, readReviews } from './rating-review-read.ts'

/** What a call of an act brings along. */
interface ActCall {
  readonly params: { readonly id: string }
  readonly body: { readonly revision: number }
  readonly staff: Staff
}

export function registerRatingReviewRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  const on = ({ params, body, staff }: ActCall): ActOnReview => ({ staff, id: params.id, revision: body.revision })
  /** The review as it stands after an act. */
  const after = async (call: ActCall, act: Promise<void>): Promise<Review> => {
    await act
    return await readReview(context, call.staff, call.params.id)
  }

  route(app, context, 'GET /desk/reviews', async ({ query, staff }) => await readReviews(db, staff, query))
  route(app, context, 'GET /desk/reviews/:id', async ({ params, staff }) => await readReview(context, staff, params.id))
  route(
    app,
    context,
    'POST /desk/reviews/:id/callback',
    async (call) => await after(call, recordCallback(context, on(call), call.body))
  )
  route(
    app,
    context,
    'POST /desk/reviews/:id/decision',
    async (call) => await after(call, decideReview(context, on(call), call.body))
  )
  route(
    app,
    context,
    'POST /desk/reviews/:id/ruling',
    async (call) => await after(call, ruleAppeal(context, on(call), call.body))
  )
  route(
    app,
    context,
    'POST /desk/reviews/:id/feedback',
    async (call) => await after(call, feedBack(context, on(call), call.body.text))
  )
  route(
    app,
    context,
    'POST /desk/reviews/:id/settlement',
    async (call) => await after(call, settleLedger(context, on(call), call.body.text))
  )
  route(app, context, 'GET /ratings', async () => ({ months: await readRatingFigures(db) }))
  route(app, context, 'GET /ratings.csv', async () => ratingsCsv(await readRatingFigures(db), clock.today()))
}
