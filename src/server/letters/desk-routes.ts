/** The letters' routes for staff. */
import type { FastifyInstance } from 'fastify'
import type { DeskLetter } from '#contract/letters-desk.ts'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import type { Staff } from '../core/sessions.ts'
import { readAlerts, seeAlerts } from './alerts.ts'
import {
  acceptLetter,
  askSender,
  assignLetter,
  closeLetter,
  draftReply,
  giveBack,
  refuseLetter,
  returnDraft,
  signReply,
  submitDraft,
  transferLetter,
  type ActOn
} from './handle.ts'
import { addNote } from './notes.ts'
import { pauseLimit, resumeLimit } from './pauses.ts'
import { readDeskLetter, readDrafts } from './read-desk.ts'
import { addText, changeText, readTexts, removeText } from './texts.ts'

/** What a call of an act brings along. */
interface ActCall {
  readonly params: { readonly id: string }
  readonly body: { readonly revision: number }
  readonly staff: Staff
}

export function registerDeskLetterRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context
  const on = ({ params, body, staff }: ActCall): ActOn => ({ staff, id: params.id, revision: body.revision })
  /** The letter as it stands after an act. */
  const after = async (call: Pick<ActCall, 'params' | 'staff'>, act: Promise<void>): Promise<DeskLetter> => {
    await act
    return await readDeskLetter(context, call.staff, call.params.id)
  }

  route(
    app,
    context,
    'GET /desk/letters/:id',
    async (call) => await readDeskLetter(context, call.staff, call.params.id)
  )
  route(
    app,
    context,
    'GET /desk/letters/:id/drafts',
    async ({ params, staff }) => await readDrafts(db, staff, params.id)
  )

  route(
    app,
    context,
    'POST /desk/letters/:id/acceptance',
    async (call) => await after(call, acceptLetter(db, on(call)))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/assignment',
    async (call) => await after(call, assignLetter(db, on(call), call.body.officeId))
  )
  route(app, context, 'POST /desk/letters/:id/give-back', async (call) => {
    await giveBack(db, on(call), call.body.reason)
    return null
  })
  route(
    app,
    context,
    'POST /desk/letters/:id/questions',
    async (call) => await after(call, askSender(db, on(call), call.body.text))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/pause',
    async (call) => await after(call, pauseLimit(db, on(call), call.body))
  )
  route(app, context, 'POST /desk/letters/:id/resumption', async (call) => await after(call, resumeLimit(db, on(call))))
  route(
    app,
    context,
    'PUT /desk/letters/:id/draft',
    async (call) => await after(call, draftReply(db, on(call), call.body.text))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/submission',
    async (call) => await after(call, submitDraft(context, on(call)))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/return',
    async (call) => await after(call, returnDraft(db, on(call), call.body.reason))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/signature',
    async (call) => await after(call, signReply(context, on(call)))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/transfer',
    async (call) => await after(call, transferLetter(db, on(call), call.body.departmentId, call.body.reason))
  )
  route(
    app,
    context,
    'POST /desk/letters/:id/refusal',
    async (call) => await after(call, refuseLetter(db, on(call), call.body.reason))
  )
  route(app, context, 'POST /desk/letters/:id/closing', async (call) => await after(call, closeLetter(db, on(call))))
  route(
    app,
    context,
    'POST /desk/letters/:id/notes',
    async (call) => await after(call, addNote(db, call.staff, call.params.id, call.body))
  )

  route(app, context, 'GET /desk/texts', async ({ staff }) => await readTexts(db, staff))
  route(app, context, 'POST /desk/texts', async ({ body, staff }) => await addText(db, staff, body))
  route(
    app,
    context,
    'PUT /desk/texts/:id',
    async ({ params, body, staff }) => await changeText(db, staff, params.id, body)
  )
  route(app, context, 'DELETE /desk/texts/:id', async ({ params, staff }) => {
    await removeText(db, staff, params.id)
    return null
  })
  route(app, context, 'GET /desk/alerts', async ({ staff }) => await readAlerts(db, staff))
  route(app, context, 'POST /desk/alerts/seen', async ({ body, staff }) => {
    await seeAlerts(db, staff, body.ids)
    return null
  })
}
