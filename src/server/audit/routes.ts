/** The auditor's view: who did what and when, in ids. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { readAudit } from './store.ts'

/** Registers the routes of contract/audit.ts. */
export function registerAuditRoutes(app: FastifyInstance, context: Context): void {
  route(app, context, 'GET /desk/audit', ({ query }) => readAudit(context.db, query))
}
