/** The letters' routes for citizens. */
import type { FastifyInstance } from 'fastify'
import { type LetterKind, WritingQuery } from '#contract/letters.ts'
import { workHeader } from '#contract/work.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import { deviceOf } from '../core/device.ts'
import type { PageProvider } from '../core/pages.ts'
import { route, type Credential } from '../core/route.ts'
import { letterServices } from './home.ts'
import { openAsHolder } from './holder.ts'
import { readOwnLetter } from './read-own.ts'
import { receiveLetter } from './receive.ts'
import { rateReply, receiveMessage, remindBureau, setConsent, withdrawLetter } from './sender.ts'

/** How long a device that sends letters is known: longer than its limit reaches, in seconds. */
const deviceDay = 86_400

/** What a holder's call brings along. */
interface HolderCall {
  readonly params: { readonly number: string }
  readonly credential: Credential
  readonly request: { readonly ip: string }
}

export function registerLetterRoutes(app: FastifyInstance, context: Context): void {
  const { db, config } = context
  const held = async ({ params, credential, request }: HolderCall): Promise<string> =>
    await openAsHolder(db, config, params.number, credential, request.ip)

  route(app, context, 'POST /letters', async ({ body, request, reply }) => {
    const device = deviceOf(config, { request, reply }, { path: '/api/letters', maxAge: deviceDay })
    const work = request.headers[workHeader]
    return await receiveLetter(context, body, {
      address: request.ip,
      device,
      work: typeof work === 'string' ? work : undefined
    })
  })
  route(app, context, 'GET /letters/:number', async (call) => await readOwnLetter(context, db, await held(call)))
  route(
    app,
    context,
    'POST /letters/:number/messages',
    async (call) => await receiveMessage(context, await held(call), call.body)
  )
  route(app, context, 'POST /letters/:number/reminder', async (call) => await remindBureau(context, await held(call)))
  route(
    app,
    context,
    'POST /letters/:number/withdrawal',
    async (call) => await withdrawLetter(context, await held(call), call.body.reason)
  )
  route(
    app,
    context,
    'PUT /letters/:number/rating',
    async (call) => await rateReply(context, await held(call), call.body)
  )
  route(
    app,
    context,
    'PUT /letters/:number/consent',
    async (call) => await setConsent(context, await held(call), call.body.publish)
  )
}

/** What the form is drawn from: the kind that is asked for, and how long an answer takes. */
export function letterPages({ db }: Context): Record<'writeLetter', PageProvider> {
  return {
    writeLetter: {
      query: WritingQuery,
      data: async ({ query }) => ({
        writeLetter: {
          kind: (query['kind'] ?? 'enquiry') as LetterKind,
          services: await letterServices(db, clock.today())
        }
      }),
      revisions: ['home']
    }
  }
}
