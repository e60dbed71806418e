/** access:matrix for cases that belong together: merged letters, other offices' parts, other departments. */
import { uuidv7 } from 'uuidv7'
import type { Attempt, Case } from './access-attempts.ts'
import type { ReadyLetter, Stage } from './access-stage.ts'
import { ask, revisionOf, type Answer, type Asking, type Session } from './caller.ts'

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  withoutToken: relation === 'no-token'
})

/** Who may do all of this, for what must be there before. */
const clerkOf = ({ subjects }: Stage): Session => {
  const clerk = subjects.find(({ name }) => name === 'registryClerk')?.session
  if (!clerk) throw new Error('the stage has no clerk of the registry')
  return clerk
}

const need = ({ status, text, body }: Answer, what: string): unknown => {
  if (status >= 300) throw new Error(`${what}: ${status} ${text}`)
  return body
}

/** Two letters of the same relation that could be merged. */
const two = async (stage: Stage, relation: string): Promise<{ letter: ReadyLetter; lead: ReadyLetter }> =>
  relation === 'bureau'
    ? { letter: await stage.letter('received', relation), lead: await stage.letter('assigned', relation) }
    : { letter: await stage.letter('assigned', relation), lead: await stage.letter('drafted', relation) }

const candidates: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  const path = `/desk/letters/${letter.id}/candidates`
  return [await ask(stage.base, 'GET', path, shown(one)), await ask(stage.base, 'HEAD', path, shown(one))]
}

const merge: Attempt = async (stage, one) => {
  const { letter, lead } = await two(stage, one.relation)
  const answer = await ask(stage.base, 'POST', `/desk/letters/${letter.id}/merging`, {
    ...shown(one),
    body: { revision: letter.revision, lead: lead.id, leadRevision: lead.revision }
  })
  if (answer.status < 300) for (const used of [letter, lead]) stage.used(used)
  return [answer]
}

const merged = new Map<string, { readonly id: string; readonly leadId: string }>()

/** A merged pair in reach of who may see the relation; at the registry both are there. */
const mergedPair = async (stage: Stage, relation: string) => {
  const known = merged.get(relation)
  if (known) return known
  const ready = relation === 'bureau' ? 'received' : 'assigned'
  const letter = await stage.letter(ready, relation)
  stage.used(letter)
  const lead = await stage.letter(ready, relation)
  stage.used(lead)
  const session = clerkOf(stage)
  const body = { revision: letter.revision, lead: lead.id, leadRevision: lead.revision }
  need(await ask(stage.base, 'POST', `/desk/letters/${letter.id}/merging`, { session, body }), 'merging')
  const pair = { id: letter.id, leadId: lead.id }
  merged.set(relation, pair)
  return pair
}

const separate: Attempt = async (stage, one) => {
  const { id, leadId } = await mergedPair(stage, one.relation)
  const session = clerkOf(stage)
  const body = {
    revision: await revisionOf(stage.base, session, id),
    leadRevision: await revisionOf(stage.base, session, leadId)
  }
  const answer = await ask(stage.base, 'POST', `/desk/letters/${id}/separation`, { ...shown(one), body })
  if (answer.status < 300) merged.delete(one.relation)
  return [answer]
}

const day = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** An office that has no letter of the stage. */
const thirdOffice = async (stage: Stage): Promise<string> => {
  const offices = need(await ask(stage.base, 'GET', '/desk/offices', { session: clerkOf(stage) }), 'offices')
  return (offices as readonly { id: string }[])[0]?.id ?? 'none'
}

const askOffice = async (stage: Stage, asking: Asking, letterId: string, officeId: string) => {
  const id = uuidv7()
  const body = { id, kind: 'part', officeId, request: '请写一段说明。', dueOn: day() }
  return { id, answer: await ask(stage.base, 'POST', `/desk/letters/${letterId}/contributions`, { ...asking, body }) }
}

const request: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  return [(await askOffice(stage, shown(one), letter.id, await thirdOffice(stage))).answer]
}

const takeBack: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  const { id, answer } = await askOffice(stage, { session: clerkOf(stage) }, letter.id, await thirdOffice(stage))
  need(answer, 'asking an office')
  const path = `/desk/letters/${letter.id}/contributions/${id}/withdrawal`
  return [await ask(stage.base, 'POST', path, shown(one))]
}

const askedIds = new Map<string, string>()

/** A request to the subjects' office about a letter of another, or to another office about a letter of theirs. */
const asked = async (stage: Stage, relation: string): Promise<string> => {
  const own = relation !== 'other-office'
  const known = askedIds.get(String(own))
  if (known) return known
  const letter = await stage.letter('assigned', own ? 'other-office' : 'own-office')
  const officeId = own ? stage.ownOffice : await thirdOffice(stage)
  const { id, answer } = await askOffice(stage, { session: clerkOf(stage) }, letter.id, officeId)
  need(answer, 'asking an office')
  // nothing that ends the letter may come in between
  stage.used(letter)
  askedIds.set(String(own), id)
  return id
}

const readAsked: Attempt = async (stage, one) => {
  const id = await asked(stage, one.relation)
  const answer = await ask(stage.base, 'GET', '/desk/contributions', shown(one))
  if (answer.status !== 200) return [answer]
  if ((answer.body as readonly { id: string }[]).some((line) => line.id === id)) return [answer]
  // what the list leaves out is not there for this reader
  return [{ ...answer, status: 404, headers: { 'content-type': 'application/problem+json' } }]
}

const readOne: Attempt = async (stage, one) => {
  const path = `/desk/contributions/${await asked(stage, one.relation)}`
  return [await ask(stage.base, 'GET', path, shown(one)), await ask(stage.base, 'HEAD', path, shown(one))]
}

const give: Attempt = async (stage, one) => {
  const path = `/desk/contributions/${await asked(stage, one.relation)}/versions`
  return [await ask(stage.base, 'POST', path, { ...shown(one), body: { text: '写好的一段说明。', version: 0 } })]
}

const entry = () => ({
  name: '市医疗保障局',
  nameEn: 'Healthcare Security',
  matters: '医保报销',
  mattersEn: 'medical insurance',
  telephone: '0000-8100102',
  listed: true
})

interface Department {
  readonly id: string
  readonly revision: number
}

const departmentOf = async (stage: Stage): Promise<Department> => {
  const list = need(await ask(stage.base, 'GET', '/desk/departments', { session: clerkOf(stage) }), 'departments')
  const [first] = list as readonly Department[]
  if (!first) throw new Error('the demo has no department')
  return first
}

const addDepartment: Attempt = async (stage, one) => [
  await ask(stage.base, 'POST', '/desk/departments', { ...shown(one), body: { ...entry(), id: uuidv7() } })
]

const changeDepartment: Attempt = async (stage, one) => {
  const { id, revision } = await departmentOf(stage)
  return [await ask(stage.base, 'PUT', `/desk/departments/${id}`, { ...shown(one), body: { ...entry(), revision } })]
}

const transfer: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  const { id: departmentId } = await departmentOf(stage)
  const body = { departmentId, reason: '请向医保部门询问', revision: letter.revision }
  const answer = await ask(stage.base, 'POST', `/desk/letters/${letter.id}/transfer`, { ...shown(one), body })
  if (answer.status < 300) stage.used(letter)
  return [answer]
}

const plain =
  (path: string): Attempt =>
  async ({ base }, one) => [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]

export const togetherAttempts: Readonly<Record<string, Attempt>> = {
  'GET /desk/letters/:id/candidates': candidates,
  'POST /desk/letters/:id/merging': merge,
  'POST /desk/letters/:id/separation': separate,
  'POST /desk/letters/:id/contributions': request,
  'POST /desk/letters/:id/contributions/:contributionId/withdrawal': takeBack,
  'GET /desk/contributions': readAsked,
  'GET /desk/contributions/:id': readOne,
  'POST /desk/contributions/:id/versions': give,
  'GET /desk/departments': plain('/desk/departments'),
  'POST /desk/departments': addDepartment,
  'PUT /desk/departments/:id': changeDepartment,
  'POST /desk/letters/:id/transfer': transfer,
  'GET /figures/transfers.csv': plain('/figures/transfers.csv')
}
