/** What clerks type and import of other channels, planted; and the ledger, in which nobody's contact may stand. */
import { uuidv7 } from 'uuidv7'
import type { Caller } from './secret-caller.ts'
import { anybody, fetchRaw, type Place } from './secret-places.ts'
import type { Staff } from './secret-staff.ts'
import type { Words } from './secret-words.ts'

const key = 'registered by hand'
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

const registrationOf = (words: Words) => {
  const desk = (what: string): string => words.make(`${key}: ${what}`, 'desk', key)
  const phone = `139${String(Date.now()).slice(-8)}`
  words.know(`${key}: telephone`, 'sealed', key, phone)
  return {
    id: uuidv7(),
    source: 'hotline',
    receivedOn: today(),
    kind: 'enquiry',
    topic: 'other',
    title: desk('title'),
    text: `${desk('text')}，请问产量是多少？`,
    contact: {
      name: words.make(`${key}: name`, 'sealed', key),
      phone,
      email: `${words.makeLatin(`${key}: e-mail`, 'sealed', key)}@example.com`
    },
    outerNumber: words.makeLatin(`${key}: outer number`, 'desk', key),
    dueOn: today(),
    dueReason: desk('reason of the due day'),
    wayBack: 'post',
    wayBackNote: words.make(`${key}: way back`, 'sealed', key)
  }
}

/** A table of two rows, of which one is broken, under a heading of the channel's own. */
const plantImport = async (caller: Caller, { registry }: Staff): Promise<void> => {
  const { words } = caller
  const heading = words.make(`${key}: heading of a column`, 'desk', key)
  const columns = [
    { column: heading, field: 'text' },
    { column: '日期', field: 'receivedOn' },
    { column: '电话', field: 'phone' }
  ]
  const phone = `138${String(Date.now()).slice(-8)}`
  words.know(`${key}: telephone of a row`, 'sealed', key, phone)
  const rows = [
    `${words.make(`${key}: row`, 'desk', key)} 请问产量,${today()},${phone}`,
    `请问产量,${today()},${words.make(`${key}: broken cell`, 'nobody')}`
  ]
  const bytes = Buffer.from(`${[`${heading},日期,电话`, ...rows].join('\n')}\n`)
  const names = { source: 'weibo' }
  const session = registry
  await caller.call('PUT', '/desk/import-mappings/:source', names, { session, body: { columns, revision: 0 } })
  await caller.call('POST', '/desk/import-looks', {}, { session, query: names, bytes })
  await caller.call('POST', '/desk/imports', {}, { session, query: { ...names, mapping: '1' }, bytes })
}

/** One letter that goes its whole way, one that is refused as a double, and an import. */
export const plantChannels = async (caller: Caller, staff: Staff): Promise<void> => {
  const { words } = caller
  const session = staff.registry
  const body = registrationOf(words)
  const told = await caller.call('POST', '/desk/letters', {}, { session, status: 201, body })
  const { code } = told.body as { code: string }
  words.know(`${key}: query code`, 'nobody', undefined, code, code.replaceAll('-', ''))
  const double = { ...body, id: uuidv7(), title: words.make('title of a double', 'nobody') }
  await caller.call('POST', '/desk/letters', {}, { session, status: 'fails', body: double })
  const { id } = body
  const act = async (who: Staff['registry'], method: string, what: string, more: object = {}): Promise<void> => {
    const { revision } = (await caller.call('GET', '/desk/letters/:id', { id }, { session })).body as {
      revision: number
    }
    await caller.call(method, `/desk/letters/:id/${what}`, { id }, { session: who, body: { ...more, revision } })
  }
  await act(session, 'POST', 'assignment', { officeId: staff.offices[1] })
  await act(staff.handlers[1], 'PUT', 'draft', { text: '去年的产量已在公报中公布。' })
  await act(staff.handlers[1], 'POST', 'submission')
  await act(staff.heads[1], 'POST', 'signature')
  await act(session, 'POST', 'answer-sent', { note: words.make(`${key}: note on the answer`, 'desk', key) })
  for (const form of ['csv', 'xlsx'])
    await caller.call(
      'GET',
      `/desk/ledger.${form}`,
      {},
      {
        session,
        query: { search: words.make(`search in the ledger, ${form}`, 'nobody') }
      }
    )
  await plantImport(caller, staff)
}

/** The registered letter as one of the second office's: who may read it. */
export const channelLetter = { key, office: 1 } as const

/** The whole ledger as the registry gets it. */
export const ledgerPlace = async (base: string, { registry }: Staff, title: string): Promise<Place> => {
  const { parts } = await fetchRaw(base, '/api/desk/ledger.csv', { headers: { cookie: registry.cookie } })
  return {
    kind: 'desk',
    name: 'the ledger',
    parts,
    allows: (secret) => anybody(secret) || secret.level === 'sender' || secret.level === 'desk',
    holds: [title]
  }
}
