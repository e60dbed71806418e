/** Attempts on the routes of reading places: what each changes or takes back was made for it by the registry. */
import { uuidv7 } from 'uuidv7'
import { dayOf } from '#contract/calendar.ts'
import type { Attempt, Case } from './access-attempts.ts'
import type { Stage } from './access-stage.ts'
import { ask, type Asking } from './caller.ts'

const draft = {
  name: '试用的查阅室',
  address: '示例路 1 号',
  directions: '',
  accessibility: '',
  phone: '010-12345678',
  offers: '公报、年鉴',
  rule: '',
  hours: { workday: [{ from: '09:00', to: '17:00' }], restday: [] },
  closures: []
}

type Body = Readonly<Record<string, unknown>>

const asked = async ({ base }: Stage, { subject, relation }: Case, method: string, path: string, body?: Body) => {
  const asking: Asking = {
    session: subject.session,
    authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
    withoutToken: relation === 'no-token'
  }
  const answers = [await ask(base, method, path, { ...asking, ...(body ? { body } : {}) })]
  if (method === 'GET') answers.push(await ask(base, 'HEAD', path, asking))
  return answers
}

const plain =
  (method: string, path: string, body?: () => Body): Attempt =>
  async (stage, one) =>
    await asked(stage, one, method, path, body?.())

/** As the registry, where it must work. */
const made = async ({ base, registry }: Stage, path: string, body: Body): Promise<string> => {
  const { status, text } = await ask(base, 'POST', path, { session: registry, body })
  if (status !== 201) throw new Error(`${path}: ${status} ${text}`)
  return String(body['id'])
}

const place = async (stage: Stage): Promise<string> =>
  await made(stage, '/desk/reading-places', { id: uuidv7(), ...draft })

const visit = (): Body => ({ id: uuidv7(), day: dayOf(new Date()), purpose: 'read', people: 1 })

const onPlace =
  (method: string, what: string, body: () => Body): Attempt =>
  async (stage, one) =>
    await asked(stage, one, method, `/desk/reading-places/${await place(stage)}${what}`, body())

const withdraw: Attempt = async (stage, one) => {
  const id = await made(stage, `/desk/reading-places/${await place(stage)}/visits`, visit())
  return await asked(stage, one, 'POST', `/desk/reading-visits/${id}/withdrawal`)
}

export const readingPlaceAttempts: Readonly<Record<string, Attempt>> = {
  'GET /reading-places': plain('GET', '/reading-places'),
  'GET /desk/reading-places': plain('GET', '/desk/reading-places'),
  'POST /desk/reading-places': plain('POST', '/desk/reading-places', () => ({ id: uuidv7(), ...draft })),
  'PUT /desk/reading-places/:id': onPlace('PUT', '', () => ({ ...draft, revision: 1 })),
  'POST /desk/reading-places/:id/giving-up': onPlace('POST', '/giving-up', () => ({ revision: 1 })),
  'POST /desk/reading-places/:id/visits': onPlace('POST', '/visits', visit),
  'GET /desk/reading-visits': plain('GET', '/desk/reading-visits'),
  'POST /desk/reading-visits/:id/withdrawal': withdraw,
  'GET /desk/reading-figures/:year': plain('GET', '/desk/reading-figures/2026')
}
