/** Notices: chosen by holders, written by staff, ended by a link. */
import type { FastifyInstance } from 'fastify'
import type { NoticeChoice } from '#contract/notices.ts'
import type { Context } from '../core/context.ts'
import { route, type Credential } from '../core/route.ts'
import { chooseNotices, type OwnCase, readOwnMail, readOwnNotices, setOwnMail } from './choices.ts'
import { countRequest } from '../core/limits.ts'
import { registerLinks } from './link-page.ts'
import { changeTemplate, readNoticeDesk } from './templates.ts'

/** What the letters, and the bookings, tell of one: what a credential opens, or `holder-unknown`. */
export type OpenOwn = (number: string, credential: Credential, address: string) => Promise<OwnCase>

/** Setting an address that is somebody else's sends that person mail: nobody does it by the hundred. */
const choices = { most: 60, seconds: 3600 }

interface OwnCall {
  readonly params: { readonly number: string }
  readonly credential: Credential
  readonly request: { readonly ip: string }
}

/** Registers the routes and the page that a message's link leads to. `letter` and `booking` come from their capabilities. */
export function registerNoticeRoutes(
  app: FastifyInstance,
  context: Context,
  { letter, booking }: { readonly letter: OpenOwn; readonly booking: OpenOwn }
): void {
  const { db, config } = context
  const read = async (open: OpenOwn, { params, credential, request }: OwnCall) =>
    await readOwnNotices(context, db, await open(params.number, credential, request.ip))
  const choose = async (
    open: OpenOwn,
    { params, credential, request, body }: OwnCall & { readonly body: NoticeChoice }
  ) => {
    const own = await open(params.number, credential, request.ip)
    if (body.on) await countRequest(db, config, { bucket: 'notices', key: request.ip, network: true, limit: choices })
    return await chooseNotices(context, own, body)
  }
  route(app, context, 'GET /letters/:number/notices', async (call) => await read(letter, call))
  route(app, context, 'PUT /letters/:number/notices', async (call) => await choose(letter, call))
  route(app, context, 'GET /bookings/:number/notices', async (call) => await read(booking, call))
  route(app, context, 'PUT /bookings/:number/notices', async (call) => await choose(booking, call))
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
