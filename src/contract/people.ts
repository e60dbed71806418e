/** Staff: roles, permissions, scopes, sign-in and sessions. Citizens have no accounts. */
import * as T from 'typebox'
import { defineRoutes } from './route.ts'
import { closed, Id, Instant } from './shapes.ts'

export const roles = [
  'handler',
  'officeHead',
  'registryClerk',
  'registryHead',
  'secrecyReviewer',
  'leader',
  'enforcementOfficer',
  'doorStaff',
  'administrator',
  'auditor'
] as const
export const Role = T.Enum(roles)
export type Role = (typeof roles)[number]

export const permissions = [
  'letters:read',
  'letters:assign',
  'letters:draft',
  'letters:sign',
  'letters:publish',
  'letters:moderate',
  'letters:review',
  'knowledge:keep',
  'letters:oversee',
  'letters:merge',
  'departments:manage',
  'letters:share',
  'openDays:read',
  'openDays:write',
  'openDays:publish',
  'openDays:admit',
  'readingPlaces:write',
  'readingPlaces:log',
  'articles:read',
  'articles:write',
  'articles:review',
  'articles:check',
  'articles:clear',
  'articles:release',
  'articles:withdraw',
  'columns:manage',
  'notices:write',
  'calendar:manage',
  'people:manage',
  'audit:read'
] as const
export const Permission = T.Enum(permissions)
export type Permission = (typeof permissions)[number]

/** How far a permission reaches: the person's own office, or all of the bureau. */
export type Scope = 'office' | 'all'

export const Office = T.Object({ id: Id, name: T.String() })
export type Office = T.Static<typeof Office>

export const AccountName = T.String({ minLength: 2, maxLength: 40, pattern: '^[a-z0-9][a-z0-9._-]*$' })
export const PersonName = T.String({ minLength: 1, maxLength: 40, pattern: '\\S' })
export const Password = T.String({ minLength: 12, maxLength: 200 })
export const OneTimeCode = T.String({ pattern: '^\\d{6}$', maxLength: 6 })

export const SignIn = closed({
  account: T.String({ minLength: 1, maxLength: 40 }),
  password: T.String({ minLength: 1, maxLength: 200 }),
  oneTimeCode: T.Optional(OneTimeCode)
})
export type SignIn = T.Static<typeof SignIn>

/** Who is signed in, and what this person must still do before the desk opens. */
export const DeskSession = T.Object({
  person: T.Object({
    id: Id,
    account: T.String(),
    name: T.String(),
    office: T.Union([Office, T.Null()]),
    roles: T.Array(Role)
  }),
  permissions: T.Array(T.Object({ permission: Permission, scope: T.Enum(['office', 'all']) })),
  mustSetPassword: T.Boolean(),
  mustEnrolSecondFactor: T.Boolean(),
  hasSecondFactor: T.Boolean(),
  csrfToken: T.String({ description: 'send it as x-csrf-token with every request that changes something' }),
  idleMinutes: T.Integer()
})
export type DeskSession = T.Static<typeof DeskSession>

export const OpenSession = T.Object({
  id: Id,
  startedAt: Instant,
  seenAt: Instant,
  device: T.String(),
  current: T.Boolean()
})
export type OpenSession = T.Static<typeof OpenSession>

export const Person = T.Object({
  id: Id,
  account: T.String(),
  name: T.String(),
  office: T.Union([Office, T.Null()]),
  roles: T.Array(Role),
  hasSecondFactor: T.Boolean(),
  lastSignInAt: T.Union([Instant, T.Null()])
})
export type Person = T.Static<typeof Person>

export const NewPerson = closed({
  account: AccountName,
  name: PersonName,
  officeId: T.Optional(Id),
  roles: T.Array(Role, { minItems: 1, maxItems: roles.length, uniqueItems: true })
})
export type NewPerson = T.Static<typeof NewPerson>

/** A generated password, shown once; the person must set an own one at the next sign-in. */
export const FreshPassword = T.Object({ password: T.String() })

const person = closed({ id: Id })

export const peopleRoutes = defineRoutes({
  'POST /desk/session': { who: 'anyone', summary: 'Sign in', body: SignIn, reply: { 201: DeskSession } },
  'GET /desk/session': { who: 'staff', summary: 'Who is signed in', reply: { 200: DeskSession } },
  'DELETE /desk/session': { who: 'staff', summary: 'Sign out', reply: { 204: T.Null() } },
  'GET /desk/sessions': { who: 'staff', summary: 'Own open sessions', reply: { 200: T.Array(OpenSession) } },
  'DELETE /desk/sessions/:id': {
    who: 'staff',
    summary: 'End an own session',
    params: person,
    reply: { 204: T.Null() }
  },
  'PUT /desk/password': {
    who: 'staff',
    summary: 'Set an own password; all other sessions end',
    body: closed({ current: T.String({ minLength: 1, maxLength: 200 }), next: Password }),
    reply: { 204: T.Null() }
  },
  'POST /desk/second-factor': {
    who: 'staff',
    summary: 'Begin to enrol an authenticator; nothing changes until it is confirmed',
    body: closed({ password: T.String({ minLength: 1, maxLength: 200 }) }),
    reply: { 201: T.Object({ secret: T.String(), uri: T.String() }) }
  },
  'PUT /desk/second-factor': {
    who: 'staff',
    summary: 'Confirm the authenticator with a one-time code',
    body: closed({ oneTimeCode: OneTimeCode }),
    reply: { 204: T.Null() }
  },
  'GET /desk/offices': { who: 'staff', summary: 'Offices that take letters', reply: { 200: T.Array(Office) } },
  'GET /desk/people': { who: 'staff:people:manage', summary: 'All staff', reply: { 200: T.Array(Person) } },
  'POST /desk/people': {
    who: 'staff:people:manage',
    summary: 'Add a member of staff',
    body: NewPerson,
    reply: { 201: T.Object({ person: Person, password: T.String() }) }
  },
  'POST /desk/people/:id/reset': {
    who: 'staff:people:manage',
    summary: 'New password, second factor removed, all sessions ended',
    params: person,
    reply: { 200: FreshPassword }
  }
})
