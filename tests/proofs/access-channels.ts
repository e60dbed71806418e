/** access:matrix for the channels: registering, importing, and the ledger, whose rows must be within reach. */
import { readSheet } from 'read-excel-file/node'
import { uuidv7 } from 'uuidv7'
import { ask, type Answer, type Asking, type Session } from './caller.ts'
import type { Attempt, Case } from './access-attempts.ts'

const shown = ({ subject, relation }: Case): Asking => ({
  session: subject.session,
  withoutToken: relation === 'no-token'
})

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

const register: Attempt = async ({ base }, one) => {
  const body = {
    id: uuidv7(),
    source: 'phone',
    receivedOn: today(),
    kind: 'enquiry',
    topic: 'other',
    title: '电话来问',
    text: '打来电话问去年的产量。',
    wayBack: 'phone'
  }
  return [await ask(base, 'POST', '/desk/letters', { ...shown(one), body })]
}

const table = (): Buffer => Buffer.from(`收到日期,内容\n${today()},请问去年的产量 ${uuidv7()}\n`)

const look: Attempt = async ({ base }, one) => [
  await ask(base, 'POST', '/desk/import-looks?source=counter', { ...shown(one), body: table() })
]

const columns = [
  { column: '收到日期', field: 'receivedOn' },
  { column: '内容', field: 'text' }
]

/** The revision of the mapping that the next one is said over. */
const revisionOf = async (base: string, session: Session | undefined, source: string): Promise<number> => {
  const seen = await ask(base, 'POST', `/desk/import-looks?source=${source}`, { session, body: table() })
  return seen.status === 200 ? (seen.body as { mapping: { revision: number } }).mapping.revision : 0
}

const map: Attempt = async ({ base }, one) => {
  const revision = await revisionOf(base, one.subject.session, 'post')
  return [await ask(base, 'PUT', '/desk/import-mappings/post', { ...shown(one), body: { columns, revision } })]
}

const importTable: Attempt = async ({ base }, one) => {
  const { session } = one.subject
  const source = 'counter'
  let revision = await revisionOf(base, session, source)
  if (revision === 0) {
    await ask(base, 'PUT', `/desk/import-mappings/${source}`, { session, body: { columns, revision } })
    revision = 1
  }
  return [
    await ask(base, 'POST', `/desk/imports?source=${source}&mapping=${revision}`, { ...shown(one), body: table() })
  ]
}

const absent = (answer: Answer): Answer => ({
  ...answer,
  status: 404,
  headers: { 'content-type': 'application/problem+json' }
})

/** A letter that the ledger leaves out is not there for this reader. */
const ledger =
  (form: 'csv' | 'xlsx'): Attempt =>
  async (stage, one) => {
    const letter = await stage.letter(one.relation === 'bureau' ? 'received' : 'assigned', one.relation)
    const path = `/desk/ledger.${form}?search=${letter.number}`
    const answer = await ask(stage.base, 'GET', path, shown(one))
    if (answer.status !== 200) return [answer, await ask(stage.base, 'HEAD', path, shown(one))]
    if (form === 'csv') return [answer.text.includes(letter.number) ? answer : absent(answer)]
    const response = await fetch(`${stage.base}/api${path}`, { headers: { cookie: one.subject.session?.cookie ?? '' } })
    const rows = await readSheet(Buffer.from(await response.arrayBuffer()))
    return [rows.flat().includes(letter.number) ? answer : absent(answer)]
  }

export const channelAttempts: Readonly<Record<string, Attempt>> = {
  'POST /desk/letters': register,
  'POST /desk/import-looks': look,
  'PUT /desk/import-mappings/:source': map,
  'POST /desk/imports': importTable,
  'GET /desk/ledger.csv': ledger('csv'),
  'GET /desk/ledger.xlsx': ledger('xlsx')
}
