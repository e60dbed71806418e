/**
 * Whether one more letter or booking is taken now. Many ordinary people share an address (carrier NAT, an office, a village), so no
 * network is shut out: over its limit, or when the whole site gets more than people write, each of them costs its phone
 * some work. A device alone is asked to wait, and its phone sends later by itself.
 */
import type { Context } from './context.ts'
import { type Counted, countInAll, type Limit } from './limits.ts'
import { problem } from './problems.ts'
import { askForWork, isWorkDone } from './proof-of-work.ts'

/** What comes. Places are asked for by a whole city in one second: the limit of the site is for letters alone. */
export interface Arrival {
  readonly what: 'letters' | 'bookings'
  readonly id: string
}

/** Who sends, as far as a server knows; `work` is what the phone did when it was asked for it. */
export interface Sender {
  readonly address: string
  readonly device?: string | undefined
  readonly work?: string | undefined
}

/** A whole block of addresses may send as much as so many of its networks. */
const networksOfBlock = 8
const hour = 3600

/**
 * Counts an arrival over all processes and judges it; what is there already must not come here. Throws `too-many` with the
 * seconds to wait, or `work-needed` with the challenge: then it counts nothing. Gives the way to take it back, for what is not taken
 * for another reason.
 */
export async function admit(
  { db, config }: Context,
  { what, id }: Arrival,
  sender: Sender
): Promise<Pick<Counted, 'takeBack'>> {
  const { lettersPerHour, lettersOfDevice, lettersOfSite } = config
  const limits: Limit[] = [
    { bucket: what, key: sender.address, spread: 'network', limit: { most: lettersPerHour, seconds: hour } },
    {
      bucket: `${what}-block`,
      key: sender.address,
      spread: 'block',
      limit: { most: lettersPerHour * networksOfBlock, seconds: hour }
    },
    ...(sender.device === undefined
      ? []
      : [{ bucket: `${what}-device`, key: sender.device, limit: { most: lettersOfDevice, seconds: hour } }]),
    ...(what === 'letters' ? [{ bucket: 'letters-site', key: 'all', limit: { most: lettersOfSite, seconds: 60 } }] : [])
  ]
  const counted = await countInAll(db, config, limits)
  const device = counted.of(`${what}-device`)
  if (device && device.requests > lettersOfDevice) {
    await counted.takeBack()
    throw problem('too-many', { retryAfter: device.secondsLeft })
  }
  const load = Math.max(...limits.map(({ bucket, limit }) => (counted.of(bucket)?.requests ?? 0) / limit.most))
  if (load <= 1) return counted
  if (sender.work !== undefined && (await isWorkDone(config, id, sender.work))) return counted
  await counted.takeBack()
  throw problem('work-needed', { work: await askForWork(config, id, load) })
}
