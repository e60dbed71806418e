/** Registering a letter by hand: what came by telephone, at the counter or through the hotline gets number, limit and code too. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { LetterRegistration, RegisteredLetter } from '#contract/letters-channels.ts'
import { codeFrom } from '#contract/shapes.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { purposeKey } from '../core/keys.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { digestOf } from './receive.ts'
import { wrongDays } from './register-rules.ts'
import { roundsOf } from './rounds.ts'
import { prepareChannelLetters, storeChannelLetters } from './store-channels.ts'

/** How long the same request is answered with the code once more: an answer that was lost on its way is asked for again. */
const codeToldMs = 3_600_000

/**
 * The query code of a registered letter. It is made from the secret and not drawn, so that a request whose answer was lost
 * gets the same code when it is sent again; it is stored as a hash like any other.
 */
function codeOf(config: Config, id: string): string {
  return codeFrom(createHmac('sha256', purposeKey(config.secret, 'registered-code')).update(id).digest())
}

interface KeptRegistration {
  readonly number: string
  readonly receivedOn: string
  readonly digest: Buffer
  readonly registeredBy: string | null
  readonly registeredAt: string | null
}

/** What was registered under this id, or undefined. Throws `already-sent` when it had another content. */
async function registered(
  { db, config }: Context,
  staff: Staff,
  body: LetterRegistration
): Promise<RegisteredLetter | undefined> {
  const { rows } = await sql<KeptRegistration>`
    select l.number, l.received_on as "receivedOn", l.content_digest as digest, c.registered_by as "registeredBy",
           c.registered_at as "registeredAt"
    from letters l left join letter_channels c on c.letter_id = l.id where l.id = ${body.id}`.execute(db)
  const [kept] = rows
  if (!kept) return undefined
  if (!timingSafeEqual(kept.digest, digestOf(config, body))) throw problem('already-sent')
  const [first] = await roundsOf(db, body.id)
  if (!first) throw new Error('a letter without a round')
  const age = clock.now().getTime() - Date.parse(kept.registeredAt ?? '')
  return {
    id: body.id,
    number: kept.number,
    code: kept.registeredBy === staff.id && age < codeToldMs ? codeOf(config, body.id) : null,
    receivedOn: kept.receivedOn,
    due: first.due,
    ownDue: first.ownDue ?? null
  }
}

/** Throws `already-registered`, naming the letter, where the outer number is taken. */
async function refuseTaken(db: Db, { source, outerNumber }: LetterRegistration): Promise<void> {
  if (outerNumber === undefined) return
  const { rows } = await sql<{ number: string }>`
    select l.number from letter_channels c join letters l on l.id = c.letter_id
    where c.source = ${source} and c.outer_number = ${outerNumber}`.execute(db)
  const [taken] = rows
  if (!taken) return
  throw problem('already-registered', {
    errors: [{ pointer: '/outerNumber', rule: 'already-registered', limit: taken.number }]
  })
}

/** An outer number is the same however it was typed: full-width digits, spaces around it. */
export const plainNumber = (typed: string): string => typed.normalize('NFKC').trim()

const isDoubled = (error: unknown): boolean => (error as { code?: string }).code === '23505'

/**
 * Registers a letter. The same id with the same content again gets the first answer; another content `already-sent`.
 * An outer number that its channel has given before is told with `already-registered`, and nothing is doubled.
 */
export async function registerLetter(
  context: Context,
  staff: Staff,
  asked: LetterRegistration
): Promise<RegisteredLetter> {
  const { db, config } = context
  const { outerNumber, ...rest } = asked
  const body = { ...rest, ...(outerNumber === undefined ? {} : { outerNumber: plainNumber(outerNumber) }) }
  const earlier = await registered(context, staff, body)
  if (earlier) return earlier
  const errors = wrongDays(body, clock.today())
  if (errors.length > 0) throw problem('invalid', { errors })
  await refuseTaken(db, body)
  const rows = await prepareChannelLetters(context, [{ registration: body, code: codeOf(config, body.id) }])
  try {
    await db.transaction().execute(async (trx) => await storeChannelLetters(trx, staff.id, rows))
  } catch (error) {
    if (!isDoubled(error)) throw error
    // somebody was quicker: with this very request, or with the outer number
    const meanwhile = await registered(context, staff, body)
    if (meanwhile) return meanwhile
    await refuseTaken(db, body)
    throw error
  }
  const done = await registered(context, staff, body)
  if (!done) throw new Error('a letter that was registered is not there')
  return done
}
