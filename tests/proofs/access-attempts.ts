/** One attempt a contract route for access:matrix: what a subject must send so that nothing but access can refuse it. */
import { randomBytes } from 'node:crypto'
import { generate } from 'otplib'
import { uuidv7 } from 'uuidv7'
import { dayOf, plusDays } from '#contract/calendar.ts'
import { articleAttempts } from './access-articles.ts'
import { channelAttempts } from './access-channels.ts'
import { openDayAttempts } from './access-open-days.ts'
import { readingPlaceAttempts } from './access-reading-places.ts'
import { queueAttempts } from './access-queue.ts'
import { knowledgeAttempts } from './access-knowledge.ts'
import { reviewAttempts } from './access-reviews.ts'
import { togetherAttempts } from './access-together.ts'
import {
  ask,
  freshCode,
  letterDraft,
  signIn,
  type Answer,
  type Asking,
  type HeldLetter,
  type Session
} from './caller.ts'
import type { Ready, Stage } from './access-stage.ts'

/** Who asks: what this subject carries with every request. */
export interface Subject {
  readonly name: string
  readonly session?: Session
  readonly holds?: HeldLetter
}

export interface Case {
  readonly subject: Subject
  readonly relation: string
}

/** Answers of one attempt; several where a route can be asked in several ways, which must all end alike. */
export type Attempt = (stage: Stage, one: Case) => Promise<readonly Answer[]>

/** What the subject shows with a request, with or without the token against forged requests. */
const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  authorization: subject.holds ? `Code ${subject.holds.code}` : undefined,
  withoutToken: relation === 'no-token'
})

const plain =
  (method: string, path: string, body?: () => Readonly<Record<string, unknown>>): Attempt =>
  async ({ base }, one) => {
    const answers = [await ask(base, method, path, { ...shown(one), ...(body ? { body: body() } : {}) })]
    // who may not GET may not HEAD either
    if (method === 'GET') answers.push(await ask(base, 'HEAD', path, shown(one)))
    return answers
  }

/** An act on a letter that stands ready for it. */
const onLetter =
  (ready: Ready, method: string, what: string, body: (stage: Stage) => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) => {
    const letter = await stage.letter(one.relation === 'bureau' ? 'received' : ready, one.relation)
    const path = `/desk/letters/${letter.id}/${what}`
    const answer = await ask(stage.base, method, path, {
      ...shown(one),
      body: { ...body(stage), revision: letter.revision }
    })
    if (answer.status < 300) stage.used(letter)
    return [answer]
  }

/** A route below a letter that takes no revision; what it leaves behind serves the next subject too, unless `uses`. */
const belowLetter =
  (ready: Ready, method: string, what: string, body?: () => Readonly<Record<string, unknown>>, uses = false): Attempt =>
  async (stage, one) => {
    const letter = await stage.letter(one.relation === 'bureau' ? 'received' : ready, one.relation)
    const answers = await plain(
      method,
      `/desk/letters/${letter.id}/${what.replace('FILE', letter.fileId)}`,
      body
    )(stage, one)
    if (uses && answers.some(({ status }) => status < 300)) stage.used(letter)
    return answers
  }

const asHolder =
  (method: string, what: string, body?: () => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) =>
    await plain(method, `/letters/${stage.held.number}/${what.replace('FILE', stage.held.fileId)}`, body)(stage, one)

/** The same after a letter of its own: ten wrong codes are all that one letter bears in an hour. */
const onAnotherHeld = (attempt: Attempt): Attempt => {
  let sent: Promise<void> | undefined
  return async (stage, one) => {
    await (sent ??= stage.holdAnother())
    return await attempt(stage, one)
  }
}

const readAnswer: Attempt = async (stage, one) => {
  const { answers } = (await ask(stage.base, 'GET', '/answers')).body as { answers: readonly { id: string }[] }
  return await plain('GET', `/answers/${answers[0]?.id ?? 'none'}`)(stage, one)
}

const onBoard =
  (method: string, what: string): Attempt =>
  async (stage, one) => {
    const { items } = (await ask(stage.base, 'GET', '/board')).body as { items: readonly { id: string }[] }
    return await plain(method, `/board/${items[0]?.id ?? 'none'}${what}`)(stage, one)
  }

const changeText =
  (method: string, body?: () => Readonly<Record<string, unknown>>): Attempt =>
  async (stage, one) =>
    await plain(method, `/desk/texts/${await stage.text(one.relation)}`, body)(stage, one)

const setCalendar: Attempt = async (stage, one) => {
  const path = '/desk/calendar/2026'
  const { body } = await ask(stage.base, 'GET', path, { session: stage.administrator })
  const { revision, announced } = body as { revision: number; announced: boolean }
  return await plain('PUT', path, () => ({ announced, days: [], source: '试用：照旧', revision }))(stage, one)
}

const readQueue: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  const answer = await ask(stage.base, 'GET', `/desk/letters?search=${letter.number}`, shown(one))
  if (answer.status !== 200) return [answer]
  const { letters } = answer.body as { letters: readonly { id: string }[] }
  if (letters.some(({ id }) => id === letter.id)) return [answer]
  // a letter that the queue leaves out is not there for this reader
  return [{ ...answer, status: 404, headers: { 'content-type': 'application/problem+json' } }]
}

const readLetter: Attempt = async (stage, one) => {
  const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
  return await plain('GET', `/desk/letters/${letter.id}`)(stage, one)
}

const readAsHolder: Attempt = async ({ base, held }, one) => {
  const path = `/letters/${held.number}`
  const { holds } = one.subject
  if (!holds) return [await ask(base, 'GET', path, shown(one)), await ask(base, 'HEAD', path, shown(one))]
  return [
    await ask(base, 'GET', path, { authorization: `Code ${holds.code}` }),
    await ask(base, 'GET', path, {
      authorization: `Code ${holds.code.toLowerCase().replaceAll('-', ' ').replaceAll(' ', '')}`
    }),
    await ask(base, 'GET', path, { authorization: `Device ${holds.deviceToken}` }),
    await ask(base, 'HEAD', path, { authorization: `Device ${holds.deviceToken}` })
  ]
}

const open: Attempt = async ({ base, network }, { subject }) => {
  const body = { account: subject.session?.account ?? 'nobody', password: subject.session?.password ?? freshCode() }
  return [await ask(base, 'POST', '/desk/session', { body, headers: network() })]
}

/** A second session of the subject, so that ending it does not end the first. */
const another = async ({ base }: Stage, { session }: Subject): Promise<Session | undefined> =>
  session ? await signIn(base, session.account, session.password) : undefined

const close: Attempt = async (stage, one) => {
  const session = await another(stage, one.subject)
  return [await ask(stage.base, 'DELETE', '/desk/session', { ...shown(one), session })]
}

const closeById: Attempt = async (stage, one) => {
  const { session } = one.subject
  let id = stage.otherSessionId
  if (session && one.relation !== 'another') {
    await another(stage, one.subject)
    const list = await ask(stage.base, 'GET', '/desk/sessions', { session })
    id = (list.body as readonly { id: string; current: boolean }[]).find(({ current }) => !current)?.id ?? 'none'
  }
  return [await ask(stage.base, 'DELETE', `/desk/sessions/${id}`, shown(one))]
}

const setPassword: Attempt = async (stage, one) => {
  // with an own password an unfinished account would be finished: somebody else has to go first
  const session =
    one.subject.name === 'unfinished' && one.relation === 'own' ? await stage.anotherUnfinished() : one.subject.session
  const next = randomBytes(18).toString('base64url')
  const body = { current: session?.password ?? 'nothing', next }
  const answer = await ask(stage.base, 'PUT', '/desk/password', { ...shown(one), session, body })
  if (session && answer.status < 300) session.password = next
  return [answer]
}

const beginSecondFactor: Attempt = async ({ base }, one) => {
  const body = { password: one.subject.session?.password ?? 'nothing' }
  return [await ask(base, 'POST', '/desk/second-factor', { ...shown(one), body })]
}

const confirmSecondFactor: Attempt = async (stage, one) => {
  const { session } = one.subject
  let oneTimeCode = '000000'
  if (session && one.relation === 'own') {
    const begun = await ask(stage.base, 'POST', '/desk/second-factor', {
      session,
      body: { password: session.password }
    })
    oneTimeCode = await generate({ secret: (begun.body as { secret: string }).secret })
  }
  return [await ask(stage.base, 'PUT', '/desk/second-factor', { ...shown(one), body: { oneTimeCode } })]
}

/** A text of notices as it stands, written once more. */
const changeNotice: Attempt = async (stage, one) => {
  const { body } = await ask(stage.base, 'GET', '/desk/notices', { session: stage.administrator })
  const { templates } = body as { templates: readonly { event: string; channel: string; revision: number }[] }
  const { revision } = templates.find(({ event, channel }) => event === 'digest' && channel === 'email') ?? {}
  const change = { subject: '{day} 待办', text: '逾期 {overdue} 件。', revision }
  return await plain('PUT', '/desk/notices/digest/zh/email', () => change)(stage, one)
}

const reset: Attempt = async ({ base, otherPersonId }, one) => [
  await ask(base, 'POST', `/desk/people/${otherPersonId}/reset`, shown(one))
]

let added = 0

/** Every route of the contract; one that is missing here fails the proof. */
export const attempts: Readonly<Record<string, Attempt>> = {
  'GET /home': plain('GET', '/home'),
  'POST /letters': plain('POST', '/letters', letterDraft),
  'GET /letters/:number': readAsHolder,
  'GET /desk/letters': readQueue,
  'GET /desk/letters/:id': readLetter,
  'POST /desk/letters/:id/assignment': onLetter('assigned', 'POST', 'assignment', ({ ownOffice }) => ({
    officeId: ownOffice
  })),
  'PUT /desk/letters/:id/draft': onLetter('assigned', 'PUT', 'draft', () => ({ text: '去年的产量已在公报中公布。' })),
  'POST /desk/letters/:id/submission': onLetter('drafted', 'POST', 'submission', () => ({})),
  'POST /desk/letters/:id/return': onLetter('signing', 'POST', 'return', () => ({ reason: '请补充数据来源' })),
  'POST /desk/letters/:id/signature': onLetter('signing', 'POST', 'signature', () => ({})),
  'POST /letters/:number/messages': asHolder('POST', 'messages', () => ({
    id: uuidv7(),
    kind: 'followUp',
    text: '再问一句。'
  })),
  'POST /letters/:number/reminder': asHolder('POST', 'reminder'),
  'POST /letters/:number/withdrawal': asHolder('POST', 'withdrawal', () => ({})),
  'PUT /letters/:number/rating': asHolder('PUT', 'rating', () => ({ grade: 5 })),
  'PUT /letters/:number/consent': asHolder('PUT', 'consent', () => ({ publish: true })),
  'GET /letters/:number/notices': asHolder('GET', 'notices'),
  'PUT /letters/:number/notices': asHolder('PUT', 'notices', () => ({ channel: 'email', on: false, language: 'zh' })),
  'GET /desk/notices': plain('GET', '/desk/notices'),
  'PUT /desk/notices/:event/:language/:channel': changeNotice,
  'GET /desk/own-mail': plain('GET', '/desk/own-mail'),
  'PUT /desk/own-mail': plain('PUT', '/desk/own-mail', () => ({ address: 'own@example.gov.cn' })),
  'GET /letters/:number/own-data': onAnotherHeld(asHolder('GET', 'own-data')),
  'GET /letters/:number/own-data.zip': asHolder('GET', 'own-data.zip'),
  'POST /letters/:number/contact-erasure': asHolder('POST', 'contact-erasure'),
  'GET /retention': plain('GET', '/retention'),
  'GET /letters/:number/attachments/:id': asHolder('GET', 'attachments/FILE'),
  'GET /answers': plain('GET', '/answers'),
  'GET /answers/:id': readAnswer,
  ...articleAttempts,
  ...channelAttempts,
  ...queueAttempts,
  // letters from the web form are answered there: to whoever may read them the act is refused for that alone
  'POST /desk/letters/:id/answer-sent': onLetter('answered', 'POST', 'answer-sent', () => ({})),
  ...reviewAttempts,
  ...openDayAttempts,
  ...readingPlaceAttempts,
  ...knowledgeAttempts,
  'POST /suggestions': plain('POST', '/suggestions', () => ({ text: '普查怎么填' })),
  'GET /desk/letters/:id/drafts': belowLetter('drafted', 'GET', 'drafts'),
  'GET /desk/letters/:id/attachments/:attachmentId': belowLetter('assigned', 'GET', 'attachments/FILE'),
  'POST /desk/letters/:id/notes': belowLetter('assigned', 'POST', 'notes', () => ({ id: uuidv7(), text: '记一笔' })),
  'POST /desk/letters/:id/acceptance': onLetter('assigned', 'POST', 'acceptance', () => ({})),
  ...togetherAttempts,
  'POST /desk/letters/:id/refusal': onLetter('assigned', 'POST', 'refusal', () => ({ reason: '没有写明事项' })),
  'POST /desk/letters/:id/closing': onLetter('answered', 'POST', 'closing', () => ({})),
  'POST /desk/letters/:id/give-back': onLetter('assigned', 'POST', 'give-back', () => ({ reason: '不归本科室' })),
  'POST /desk/letters/:id/questions': onLetter('assigned', 'POST', 'questions', () => ({ text: '请问是哪一年？' })),
  'POST /desk/letters/:id/pause': onLetter('assigned', 'POST', 'pause', () => ({
    reason: 'survey-open',
    words: '等调查结束后才有数据。',
    until: plusDays(dayOf(new Date()), 7)
  })),
  'POST /desk/letters/:id/resumption': onLetter('assigned', 'POST', 'resumption', () => ({})),
  'GET /desk/letters/:id/publication': belowLetter('answered', 'GET', 'publication'),
  'PUT /desk/letters/:id/publication': belowLetter(
    'answered',
    'PUT',
    'publication',
    () => ({ title: '粮食产量', question: '请问去年的产量？', reply: '已在公报中公布。', kept: [], version: 0 }),
    true
  ),
  'POST /desk/letters/:id/publication/approval': belowLetter(
    'proposed',
    'POST',
    'publication/approval',
    () => ({ version: 1 }),
    true
  ),
  'POST /desk/letters/:id/publication/withdrawal': belowLetter(
    'published',
    'POST',
    'publication/withdrawal',
    () => ({ reason: '内容要更正' }),
    true
  ),
  'GET /board': plain('GET', '/board'),
  'GET /board/:id': onBoard('GET', ''),
  'POST /board/:id/supports': onBoard('POST', '/supports'),
  'GET /library/board': plain('GET', '/library/board'),
  'GET /figures': plain('GET', '/figures'),
  'GET /figures.csv': plain('GET', '/figures.csv'),
  'GET /desk/letters/:id/listing': belowLetter('assigned', 'GET', 'listing'),
  'PUT /desk/letters/:id/listing': onLetter('assigned', 'PUT', 'listing', () => ({
    title: '粮食产量',
    question: '请问去年的产量？',
    kept: []
  })),
  'POST /desk/letters/:id/unlisting': onLetter('assigned', 'POST', 'unlisting', () => ({ reason: '说的是别人家的事' })),
  'POST /desk/letters/:id/second-look': onLetter('assigned', 'POST', 'second-look', () => ({ reason: '可以公开' })),
  'GET /desk/sensitive-words': plain('GET', '/desk/sensitive-words'),
  'POST /desk/sensitive-words': plain('POST', '/desk/sensitive-words', () => ({ lines: ['试用词'], grade: 'mark' })),
  // one that is gone already stays gone
  'DELETE /desk/sensitive-words/:id': plain('DELETE', `/desk/sensitive-words/${uuidv7()}`),
  'GET /desk/texts': plain('GET', '/desk/texts'),
  'POST /desk/texts': plain('POST', '/desk/texts', () => ({ title: '常用语', text: '感谢来信。', forAll: false })),
  'PUT /desk/texts/:id': changeText('PUT', () => ({ title: '常用语', text: '改过的话。', forAll: false })),
  'DELETE /desk/texts/:id': changeText('DELETE'),
  'GET /desk/alerts': plain('GET', '/desk/alerts'),
  'POST /desk/alerts/seen': plain('POST', '/desk/alerts/seen', () => ({ ids: [uuidv7()] })),
  'GET /desk/calendar/:year': plain('GET', '/desk/calendar/2026'),
  'PUT /desk/calendar/:year': setCalendar,
  'POST /desk/session': open,
  'GET /desk/session': plain('GET', '/desk/session'),
  'DELETE /desk/session': close,
  'GET /desk/sessions': plain('GET', '/desk/sessions'),
  'DELETE /desk/sessions/:id': closeById,
  'PUT /desk/password': setPassword,
  'POST /desk/second-factor': beginSecondFactor,
  'PUT /desk/second-factor': confirmSecondFactor,
  'GET /desk/offices': plain('GET', '/desk/offices'),
  'GET /desk/people': plain('GET', '/desk/people'),
  'POST /desk/people': plain('POST', '/desk/people', () => ({
    account: `added.${++added}`,
    name: '试用',
    roles: ['doorStaff']
  })),
  'POST /desk/people/:id/reset': reset,
  'GET /desk/audit': plain('GET', '/desk/audit')
}
