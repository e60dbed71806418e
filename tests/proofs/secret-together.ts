/** Letters that belong together, planted: two that are answered as one, and one with a part of another office. */
import { uuidv7 } from 'uuidv7'
import { revisionOf } from './caller.ts'
import type { Caller } from './secret-caller.ts'
import { bringTo, sendPlanted, wordsOf, workOn, type Desk, type PlantedLetter } from './secret-letters.ts'
import type { Secret } from './secret-words.ts'

const helped = 'with other offices'

/** What the asked office reads of a letter that it doesn't have: the matter, the request, its own part. No contact, no files, no notes. */
export const matterOfRequest = ({ name }: Secret): boolean =>
  ['title', 'text', 'request to another office', 'part of another office'].some(
    (what) => name === `${helped}: ${what}`
  ) ||
  // who asks is told
  name === 'name of a handler'

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

const withOtherOffices = async (caller: Caller, desk: Desk): Promise<PlantedLetter> => {
  const letter = await bringTo(caller, desk, await sendPlanted(caller, helped), { office: 0, until: 'drafting' })
  const own = wordsOf(caller.words, helped)
  const id = uuidv7()
  await caller.call(
    'POST',
    '/desk/letters/:id/contributions',
    { id: letter.id },
    {
      session: desk.handlers[0],
      status: 200,
      body: {
        id,
        kind: 'part',
        officeId: desk.offices[1],
        request: `请写一段说明。${own.desk('request to another office')}`,
        dueOn: today()
      }
    }
  )
  await caller.call(
    'POST',
    '/desk/contributions/:id/versions',
    { id },
    {
      session: desk.handlers[1],
      status: 200,
      body: { text: `价格部分是这样算的。${own.desk('part of another office')}`, version: 0 }
    }
  )
  return letter
}

/** The two senders get one text, in which no word of either stands. */
const answeredTogether = async (caller: Caller, desk: Desk): Promise<PlantedLetter[]> => {
  const lead = await bringTo(caller, desk, await sendPlanted(caller, 'leads'), { office: 0, until: 'drafting' })
  const member = await sendPlanted(caller, 'merged')
  const { registry, handlers, heads } = desk
  const names = { id: member.id }
  const search = caller.words.make('search for a letter that leads', 'nobody')
  await caller.call('GET', '/desk/letters/:id/candidates', names, { session: registry, query: { search } })
  const leadRevision = await revisionOf(caller.base, registry, lead.id)
  await workOn(caller, desk, member).act(registry, 'POST', 'merging', { lead: lead.id, leadRevision })
  const { act } = workOn(caller, desk, lead)
  await act(handlers[0], 'PUT', 'draft', { text: '您好，产量为 62.4 万吨，见统计公报。' })
  await act(handlers[0], 'POST', 'submission')
  await act(heads[0], 'POST', 'signature')
  return [lead, { ...member, office: 0 }]
}

export const plantTogether = async (caller: Caller, desk: Desk): Promise<PlantedLetter[]> => [
  await withOtherOffices(caller, desk),
  ...(await answeredTogether(caller, desk))
]
