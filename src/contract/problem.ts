/**
 * The closed list of everything that can go wrong at the API (RFC 9457).
 * The server throws `problem(slug)` and nothing else; the screens have words for each slug
 * (`src/ui/problems.zh.ts`, `src/ui/problems.en.ts`), so a new slug without words does not compile.
 */
import * as T from 'typebox'
import { WorkChallenge } from './work.ts'

export const problems = {
  'bad-request': { status: 400, title: 'The request can not be read' },
  'bad-text': { status: 400, title: 'The text holds a character that can not be stored' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'sign-in-failed': { status: 401, title: 'Account, password or one-time code is wrong' },
  'one-time-code-needed': { status: 401, title: 'The one-time code of the authenticator is needed' },
  'account-unfinished': { status: 403, title: 'The account must be finished first: own password, second factor' },
  'csrf-token-wrong': { status: 403, title: 'The page is out of date; load it again' },
  'not-permitted': { status: 403, title: 'This role may not do this' },
  'not-found': { status: 404, title: 'Nothing is here' },
  'holder-unknown': { status: 404, title: 'Number and code do not go together' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'not-acceptable': { status: 406, title: 'This form of answer is not available' },
  'already-sent': { status: 409, title: 'This id was sent before with another content' },
  'already-registered': { status: 409, title: 'A letter with this outer number is there already' },
  'account-taken': { status: 409, title: 'This account name is in use' },
  'changed-meanwhile': { status: 409, title: 'Somebody changed this meanwhile' },
  'state-forbids': { status: 409, title: 'The state of the letter does not allow this' },
  'same-person': { status: 409, title: 'Who wrote a text may not sign or approve it' },
  'undecided-findings': { status: 409, title: 'Something that looks like personal data is not decided yet' },
  'second-look-needed': { status: 409, title: 'A word of the list needs the decision of a second person' },
  'no-consent': { status: 409, title: 'The sender did not agree to publication' },
  'checks-block': { status: 409, title: 'Something must be mended before this can go on' },
  'column-unknown': { status: 409, title: 'There is no such column, or it can not stand there' },
  'calendar-contradicts': { status: 409, title: 'The days do not belong to this year, or one is named twice' },
  'merged-already': { status: 409, title: 'One of the letters is answered together with another already' },
  'not-together': { status: 409, title: 'These letters can not be answered together' },
  'names-a-sender': {
    status: 409,
    title: 'The reply holds what names a sender or a letter, and it goes to others too'
  },
  'department-closed': { status: 409, title: 'Letters are not transferred to this department' },
  'day-too-late': { status: 409, title: 'The inner day is in the past or later than the due date' },
  'slot-full': { status: 409, title: 'Not so many places are left' },
  'slot-closed': { status: 409, title: 'Places of this slot can not be booked or changed now' },
  'already-booked': { status: 409, title: 'This telephone number has a booking for this slot already' },
  'invite-wrong': { status: 409, title: 'The code of the invitation is not right' },
  'offer-ended': { status: 409, title: 'The places are not held for this booking any more' },
  'office-closed': { status: 409, title: 'This office takes no letters' },
  'too-large': { status: 413, title: 'The request is too large' },
  'media-type-unknown': { status: 415, title: 'The server does not read this kind of content' },
  'table-unreadable': { status: 422, title: 'This is no table that can be read' },
  'file-refused': { status: 422, title: 'This file can not be kept' },
  invalid: { status: 422, title: 'Some fields must be changed' },
  'work-needed': { status: 428, title: 'More comes than people write: solve the challenge and send again' },
  'too-many': { status: 429, title: 'Too many requests; wait and try again' },
  unexpected: { status: 500, title: 'The server met something unexpected' },
  unavailable: { status: 503, title: 'The server can not answer now; try again soon' }
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemSlug = keyof typeof problems

/** One field that must be changed. `pointer` is a JSON pointer into the body, `rule` the schema keyword, `limit` its bound. */
export const FieldError = T.Object({
  pointer: T.String(),
  rule: T.String(),
  limit: T.Optional(T.Union([T.Number(), T.String()]))
})
export type FieldError = T.Static<typeof FieldError>

/** `application/problem+json`: `type` is `/problems/<slug>`, `instance` the request's id. */
export const ProblemDocument = T.Object({
  type: T.String(),
  title: T.String(),
  status: T.Integer(),
  instance: T.String(),
  errors: T.Optional(T.Array(FieldError)),
  retryAfter: T.Optional(T.Integer({ description: 'seconds' })),
  work: T.Optional(WorkChallenge)
})
export type ProblemDocument = T.Static<typeof ProblemDocument>
