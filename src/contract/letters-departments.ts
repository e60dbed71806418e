/** Other departments 其他部门: what they deal with and how they are found, so that a letter is never just sent away. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

const name = T.String({ minLength: 2, maxLength: 80, pattern: '\\S' })
const words = T.String({ minLength: 2, maxLength: 300, pattern: '\\S' })
const hours = T.String({ minLength: 2, maxLength: 120, pattern: '\\S' })
const Telephone = T.String({ pattern: '^[0-9][0-9 -]{1,18}[0-9]$', maxLength: 20 })
const Site = T.String({ pattern: '^https?://[^\\s<>"\\\\]+$', maxLength: 200 })

/** What the sender of a letter reads of the department it was transferred to, as it stood on that day. */
export const DepartmentCard = T.Object({
  name: T.String(),
  nameEn: T.String(),
  telephone: T.Union([T.String(), T.Null()]),
  site: T.Union([T.String(), T.Null()]),
  hours: T.Union([T.String(), T.Null()]),
  hoursEn: T.Union([T.String(), T.Null()])
})
export type DepartmentCard = T.Static<typeof DepartmentCard>

export const Department = T.Object({
  ...DepartmentCard.properties,
  id: Id,
  matters: T.String({ description: 'what it deals with' }),
  mattersEn: T.String(),
  listed: T.Boolean({ description: 'letters can be transferred to it' }),
  revision: T.Integer(),
  changedAt: Instant,
  demo: T.Boolean()
})
export type Department = T.Static<typeof Department>

/** A department with how it is reached: at least a telephone or a site. */
export const DepartmentDraft = closed({
  name,
  nameEn: name,
  matters: words,
  mattersEn: words,
  telephone: T.Optional(Telephone),
  site: T.Optional(Site),
  hours: T.Optional(hours),
  hoursEn: T.Optional(hours),
  listed: T.Boolean()
})
export type DepartmentDraft = T.Static<typeof DepartmentDraft>

const Revision = T.Integer({ minimum: 1, maximum: 2_147_483_646 })

export const departmentRoutes = defineRoutes({
  'GET /desk/departments': {
    who: 'staff:letters:assign',
    summary: 'The directory of other departments',
    reply: { 200: T.Array(Department) }
  },
  'POST /desk/departments': {
    who: 'staff:departments:manage',
    summary: 'Add a department to the directory; the same id again changes nothing',
    body: closed({ ...DepartmentDraft.properties, id: Id }),
    reply: { 201: Department }
  },
  'PUT /desk/departments/:id': {
    who: 'staff:departments:manage',
    summary: 'Change a department; letters that went there before keep what their senders were told',
    params: closed({ id: Id }),
    body: closed({ ...DepartmentDraft.properties, revision: Revision }),
    reply: { 200: Department }
  }
})
