/** Lists of what is kept on this phone, in the order in which people look for it. */
import { type Draft, type KeptCase, type OutboxItem, phone } from './phone.ts'

/** All cases: open ones by due date, then answered ones, the newest first. */
export async function readCases(): Promise<KeptCase[]> {
  const all = await (await phone()).getAll('cases')
  return all.toSorted((one, other) => {
    const answered = Number(one.state === 'answered') - Number(other.state === 'answered')
    if (answered !== 0) return answered
    return one.state === 'answered'
      ? other.receipt.receivedAt.localeCompare(one.receipt.receivedAt)
      : one.receipt.due.dueOn.localeCompare(other.receipt.due.dueOn)
  })
}

/** All drafts, the newest first. */
export async function readDrafts(): Promise<Draft[]> {
  const drafts = await (await phone()).getAll('drafts')
  return drafts.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt))
}

/** What waits to be sent, the oldest first. */
export async function readOutbox(): Promise<OutboxItem[]> {
  const items = await (await phone()).getAll('outbox')
  return items.toSorted((one, other) => one.heldAt.localeCompare(other.heldAt))
}

export { onPhoneChange } from './phone.ts'
