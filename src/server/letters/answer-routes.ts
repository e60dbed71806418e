/** The routes of published answers, for everybody and for the desk. */
import type { FastifyInstance } from 'fastify'
import { type Answer, AnswerQuery } from '#contract/answers.ts'
import type { Context } from '../core/context.ts'
import type { Synonyms } from '../core/fittest.ts'
import { countSearch } from '../core/limits.ts'
import type { PageProvider } from '../core/pages.ts'
import { problem } from '../core/problems.ts'
import { route } from '../core/route.ts'
import { findAnswer, listAnswers, suggestAnswers } from './answers.ts'
import { readPublication } from './publication.ts'
import { approveCopy, proposeCopy, withdrawAnswer } from './publish.ts'

export function registerAnswerRoutes(app: FastifyInstance, context: Context, synonyms: Synonyms): void {
  const { db, config } = context

  route(app, context, 'GET /answers', async ({ query, request }) => {
    if (query.words !== undefined) await countSearch(db, config, request.ip)
    return await listAnswers(db, query, synonyms)
  })
  route(app, context, 'GET /answers/:id', async ({ params }) => {
    const answer = await findAnswer(db, params.id)
    if (!answer) throw problem('not-found')
    return answer
  })
  route(app, context, 'POST /suggestions', async ({ body, request }) => {
    await countSearch(db, config, request.ip)
    return await suggestAnswers(db, body.text, synonyms)
  })

  route(
    app,
    context,
    'GET /desk/letters/:id/publication',
    async ({ params, staff }) => await readPublication(db, context.sealer, staff, params.id)
  )
  route(
    app,
    context,
    'PUT /desk/letters/:id/publication',
    async ({ params, body, staff }) => await proposeCopy(context, { staff, id: params.id }, body)
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/publication/approval',
    async ({ params, body, staff }) => await approveCopy(context, { staff, id: params.id }, body.version)
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/publication/withdrawal',
    async ({ params, body, staff }) => await withdrawAnswer(context, { staff, id: params.id }, body.reason)
  )
}

/** What the pages of published answers are rendered from. */
export function answerPages({ db, config }: Context, synonyms: Synonyms): Record<'answers' | 'answer', PageProvider> {
  return {
    answers: {
      query: AnswerQuery,
      data: async ({ query, request }) => {
        if (query['words'] !== undefined) await countSearch(db, config, request.ip)
        return { answers: { query, found: await listAnswers(db, query, synonyms) } }
      },
      keeps: ({ words }) => words === undefined,
      revisions: ['answers'],
      head: ({ answers }) =>
        answers?.query.words === undefined && answers?.query.after === undefined ? {} : { hidden: true }
    },
    answer: {
      data: async ({ params: { id = '' } }) => {
        const answer = await findAnswer(db, id)
        return answer && { answer }
      },
      revisions: ['answers'],
      head: ({ answer }) => (answer?.kind === 'entry' ? { linked: questionPage(answer) } : {})
    }
  }
}

/** An entry as search engines read it (schema.org, QAPage). */
const questionPage = ({ title, reply, office, repliedOn }: Answer): object => ({
  '@context': 'https://schema.org',
  '@type': 'QAPage',
  inLanguage: 'zh-CN',
  mainEntity: {
    '@type': 'Question',
    name: title,
    answerCount: 1,
    acceptedAnswer: {
      '@type': 'Answer',
      text: reply,
      dateModified: repliedOn,
      author: { '@type': 'GovernmentOrganization', name: office }
    }
  }
})
