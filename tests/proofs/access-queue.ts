/** The queue's attempts for access:matrix: many letters at once, saved views, the search for a contact. */
import { uuidv7 } from 'uuidv7'
import type { Attempt, Case } from './access-attempts.ts'
import { ask, type Asking } from './caller.ts'

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
  withoutToken: relation === 'no-token'
})

const plain =
  (method: string, path: string, body?: () => unknown): Attempt =>
  async ({ base }, one) => {
    const answers = [await ask(base, method, path, { ...shown(one), ...(body ? { body: body() } : {}) })]
    if (method === 'GET') answers.push(await ask(base, 'HEAD', path, shown(one)))
    return answers
  }

const view = () => ({ name: '试用', filter: { due: 'overdue' }, shared: false })

/** A view of the subject's own, or of somebody else; who may save none asks for one that nobody has. */
const onView =
  (method: string, body?: () => unknown): Attempt =>
  async (stage, one) => {
    const owner = one.relation === 'own' ? one.subject.session : stage.registry
    const saved = owner && (await ask(stage.base, 'POST', '/desk/letter-views', { session: owner, body: view() }))
    const { id = uuidv7() } = (saved?.body ?? {}) as { id?: string }
    return await plain(method, `/desk/letter-views/${id}`, body)(stage, one)
  }

const chosen = () => [{ id: uuidv7(), revision: 1 }]

export const queueAttempts: Readonly<Record<string, Attempt>> = {
  'POST /desk/contact-searches': plain('POST', '/desk/contact-searches', () => ({ contact: '13900000000' })),
  'GET /desk/handlers': plain('GET', '/desk/handlers'),
  'POST /desk/bulk-acceptances': plain('POST', '/desk/bulk-acceptances', () => ({ letters: chosen() })),
  'POST /desk/bulk-assignments': plain('POST', '/desk/bulk-assignments', () => ({
    letters: chosen(),
    officeId: uuidv7()
  })),
  'GET /desk/letter-views': plain('GET', '/desk/letter-views'),
  'POST /desk/letter-views': plain('POST', '/desk/letter-views', view),
  'PUT /desk/letter-views/:id': onView('PUT', view),
  'DELETE /desk/letter-views/:id': onView('DELETE'),
  'PUT /desk/letter-view-order': plain('PUT', '/desk/letter-view-order', () => ({ ids: [uuidv7()] }))
}
