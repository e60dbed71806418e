/** Who did what and when: ids and digests, no personal data. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

export const AuditEvent = T.Object({
  id: Id,
  at: Instant,
  actor: T.Union([T.String({ description: 'the account, or null for the system and citizens' }), T.Null()]),
  act: T.String(),
  subjectKind: T.String(),
  subjectId: T.Union([T.String(), T.Null()]),
  seal: T.Union([T.Integer({ description: 'its place in the sealed chain' }), T.Null()])
})
export type AuditEvent = T.Static<typeof AuditEvent>

export const auditRoutes = defineRoutes({
  'GET /desk/audit': {
    who: 'staff:audit:read',
    summary: 'The audit record, newest first',
    query: closed({ before: T.Optional(Id), subjectId: T.Optional(T.String({ minLength: 1, maxLength: 60 })) }),
    reply: { 200: T.Object({ events: T.Array(AuditEvent), sealed: T.Integer(), next: T.Union([Id, T.Null()]) }) }
  }
})
