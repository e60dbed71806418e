/**
 * Admissions on their way to the server. Each has an id made on the phone, so telling it twice is telling it once;
 * none leaves the outbox before the server has answered it by its id.
 */
import type { CheckIn, CheckInResult, DoorList } from '#contract/open-days-door.ts'
import type { DoorStore, Outgoing } from './door-store.ts'

/** As many as one call takes (contract/open-days-door.ts). */
const mostAtOnce = 200

export type PostCheckIns = (
  openDayId: string,
  checkIns: CheckIn[]
) => Promise<{ readonly results: readonly CheckInResult[]; readonly list: DoorList }>

/** Tells the server all that it has not acknowledged, the oldest first. Throws what the call throws; what was told by then stays told. */
export async function tell(store: DoorStore, post: PostCheckIns): Promise<void> {
  for (;;) {
    const batch = nextBatch((await store.read()).outbox)
    const [first] = batch
    if (first === undefined) return
    const { results, list } = await post(
      first.openDayId,
      batch.map(({ checkIn }) => checkIn)
    )
    const answered = batch.flatMap((outgoing) => {
      const result = results.find(({ id }) => id === outgoing.checkIn.id)
      return result ? [{ outgoing, result }] : []
    })
    // a server that answers none of them would be asked for ever
    if (answered.length === 0) throw new Error('no check-in was answered')
    await store.acknowledge(
      answered.map(({ outgoing }) => outgoing.checkIn.id),
      answered.filter(({ result }) => result.outcome !== 'counted'),
      list
    )
  }
}

/** The oldest, and what belongs to the same open day. */
function nextBatch(outbox: readonly Outgoing[]): Outgoing[] {
  const oldest = outbox.toSorted((one, other) => one.checkIn.id.localeCompare(other.checkIn.id))
  return oldest.filter(({ openDayId }) => openDayId === oldest[0]?.openDayId).slice(0, mostAtOnce)
}
