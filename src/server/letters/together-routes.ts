/** The routes of cases that belong together: merged letters, other offices' parts, other departments. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { askOffice, giveContribution, readAsked, readContribution, takeBackRequest } from './contributions.ts'
import { addDepartment, changeDepartment, readDepartments } from './departments.ts'
import { readDeskLetter } from './read-desk.ts'
import { readCandidates } from './read-together.ts'
import { mergeLetters, separateLetter } from './together.ts'

export function registerTogetherRoutes(app: FastifyInstance, context: Context): void {
  const { db } = context

  route(
    app,
    context,
    'GET /desk/letters/:id/candidates',
    async ({ params, query, staff }) => await readCandidates(db, staff, params.id, query.search)
  )
  route(app, context, 'POST /desk/letters/:id/merging', async ({ params: { id }, body, staff }) => {
    const { revision, lead, leadRevision } = body
    await mergeLetters(db, { staff, id, revision, leadId: lead, leadRevision })
    return await readDeskLetter(context, staff, id)
  })
  route(app, context, 'POST /desk/letters/:id/separation', async ({ params: { id }, body, staff }) => {
    await separateLetter(db, { staff, id, ...body })
    return await readDeskLetter(context, staff, id)
  })

  route(app, context, 'POST /desk/letters/:id/contributions', async ({ params: { id }, body, staff }) => {
    await askOffice(db, staff, id, body)
    return await readDeskLetter(context, staff, id)
  })
  route(
    app,
    context,
    'POST /desk/letters/:id/contributions/:contributionId/withdrawal',
    async ({ params: { id, contributionId }, staff }) => {
      await takeBackRequest(db, staff, id, contributionId)
      return await readDeskLetter(context, staff, id)
    }
  )
  route(app, context, 'GET /desk/contributions', async ({ staff }) => await readAsked(db, staff))
  route(
    app,
    context,
    'GET /desk/contributions/:id',
    async ({ params, staff }) => await readContribution(db, staff, params.id)
  )
  route(app, context, 'POST /desk/contributions/:id/versions', async ({ params: { id }, body, staff }) => {
    await giveContribution(db, staff, id, body)
    return await readContribution(db, staff, id)
  })

  route(app, context, 'GET /desk/departments', async () => await readDepartments(db))
  route(app, context, 'POST /desk/departments', async ({ body, staff }) => await addDepartment(db, staff, body))
  route(
    app,
    context,
    'PUT /desk/departments/:id',
    async ({ params, body, staff }) => await changeDepartment(db, staff, params.id, body)
  )
}
