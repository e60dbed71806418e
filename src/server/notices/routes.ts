/** Notices: chosen by holders, written by staff, ended by a link. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route, type Credential } from '../core/route.ts'
import { chooseNotices, type OwnLetter, readOwnMail, readOwnNotices, setOwnMail } from './choices.ts'
import { countRequest } from '../core/limits.ts'
import { registerLinks } from './link-page.ts'
import { changeTemplate, readNoticeDesk } from './templates.ts'

/** What the letters tell of one: the letter that a credential opens, or `holder-unknown`. */
export interface HeldLetters {
  readonly open: (number: string, credential: Credential, address: string) => Promise<OwnLetter>
}

/** Setting an address that is somebody else's sends that person mail: nobody does it by the hundred. */
const choices = { most: 60, seconds: 3600 }

/** Registers the routes and the page that a message's link leads to. `held` comes from the letters. */
export function registerNoticeRoutes(app: FastifyInstance, context: Context, held: HeldLetters): void {
  const { db, config } = context
  route(app, context, 'GET /letters/:number/notices', async ({ params, credential, request }) =>
    readOwnNotices(context, db, await held.open(params.number, credential, request.ip))
  )
  route(app, context, 'PUT /letters/:number/notices', async ({ params, credential, request, body }) => {
    const letter = await held.open(params.number, credential, request.ip)
    if (body.on) await countRequest(db, config, { bucket: 'notices', key: request.ip, network: true, limit: choices })
    return await chooseNotices(context, letter, body)
  })
  route(app, context, 'GET /desk/notices', async () => await readNoticeDesk(context))
  route(
    app,
    context,
    'PUT /desk/notices/:event/:language/:channel',
    async ({ staff, params, body }) => await changeTemplate(db, staff, params, body)
  )
  route(app, context, 'GET /desk/own-mail', async ({ staff }) => await readOwnMail(context, db, staff.id))
  route(
    app,
    context,
    'PUT /desk/own-mail',
    async ({ staff, body }) => await setOwnMail(context, staff.id, body.address)
  )
  registerLinks(app, context)
}
