/** Letters out of a table: looked at first, then good rows in, broken ones told; the same file again adds none. */
import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ChannelSource } from '#contract/channels.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import type { BrokenCell, ImportLook, ImportOutcome } from '#contract/letters-ledger.ts'
import { codeFrom } from '#contract/shapes.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Config } from '../core/config.ts'
import type { Context } from '../core/context.ts'
import type { Trx } from '../core/db.ts'
import { purposeKey } from '../core/keys.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { becomeOf, topicNames, wayNames } from './import-fields.ts'
import { keptMapping } from './import-mapping.ts'
import { columnsOf, guessColumns, neededFields, readRow, type Column } from './import-rows.ts'
import { readTable, type Table, type TableRow } from './read-table.ts'
import { prepareChannelLetters, storeChannelLetters, type NewChannelLetter } from './store-channels.ts'

/** Rows that a clerk looks at before the import. */
const rowsLookedAt = 8
const longestShown = 200

/** As a clerk reads it: names of the closed lists, not their keys. */
const shownAs = (field: Column['field'], value: string): string => {
  const names: Readonly<Record<string, string>> = field === 'topic' ? topicNames : field === 'wayBack' ? wayNames : {}
  return (names[value] ?? value).slice(0, longestShown)
}

/** The headings, what each column would become, and the first rows with it. Nothing is kept of the table. */
export async function lookAtTable({ db }: Context, source: ChannelSource, bytes: Buffer): Promise<ImportLook> {
  const table = await readTable(bytes)
  const kept = await keptMapping(db, source)
  const mapping = kept ?? { columns: guessColumns(table), revision: 0 }
  const columns = columnsOf(table, mapping.columns)
  const today = clock.today()
  const first = table.rows.slice(0, rowsLookedAt).map((row) => {
    const read = readRow(row, columns, { source, today })
    const broken = Array.isArray(read) ? (read as readonly BrokenCell[]) : []
    return {
      line: row.line,
      cells: row.cells.map((raw, at) => {
        const column = columns.find((one) => one.at === at)
        const become = column && becomeOf(column.field, raw, source)
        return {
          raw: raw.slice(0, longestShown),
          becomes: column && become && 'value' in become ? shownAs(column.field, become.value) : null,
          reason: (column && broken.find((cell) => cell.column === column.heading)?.reason) ?? null
        }
      })
    }
  })
  return {
    headings: [...table.headings],
    rows: table.rows.length,
    mapping: {
      columns: columns.map(({ heading, field }) => ({ column: heading, field })),
      revision: mapping.revision
    },
    missing: neededFields.filter((field) => !columns.some((column) => column.field === field)),
    first
  }
}

interface Importing {
  readonly context: Context
  readonly staff: Staff
  readonly source: ChannelSource
}

/** Tells a row without an outer number from others by all that stands in it, whatever the order of the columns. */
function rowDigest(config: Config, { headings }: Table, { cells }: TableRow): Buffer {
  const filled = headings.map((heading, at) => [heading, cells[at] ?? ''] as const).filter(([, cell]) => cell !== '')
  const content = JSON.stringify(filled.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return createHmac('sha256', purposeKey(config.secret, 'imported-row')).update(content).digest()
}

const keyOf = ({ registration, rowDigest: digest }: NewChannelLetter): string =>
  registration.outerNumber === undefined ? `row ${digest?.toString('hex') ?? ''}` : `number ${registration.outerNumber}`

/** Those of a channel's letters that are there already, by their keys. */
async function knownKeys(
  db: Context['db'] | Trx,
  source: ChannelSource,
  letters: readonly NewChannelLetter[]
): Promise<Set<string>> {
  const numbers = letters.flatMap(({ registration }) => registration.outerNumber ?? [])
  const digests = letters.flatMap((one) => one.rowDigest ?? [])
  const { rows } = await sql<{ key: string }>`
    select 'number ' || outer_number as key from letter_channels
    where source = ${source} and outer_number = any (${numbers}::text[])
    union all
    select 'row ' || encode(row_digest, 'hex') from letter_channels
    where source = ${source} and row_digest = any (${digests}::bytea[])`.execute(db)
  return new Set(rows.map(({ key }) => key))
}

const mostTries = 4
const isDoubled = (error: unknown): boolean => (error as { code?: string }).code === '23505'

/** Stores what is not there yet, in one transaction; returns how many. Two imports at once never double a letter. */
async function storeNew({ context, staff, source }: Importing, letters: readonly NewChannelLetter[]): Promise<number> {
  const { db } = context
  for (let tries = 1; ; tries += 1) {
    const known = await knownKeys(db, source, letters)
    const fresh = new Map(letters.filter((one) => !known.has(keyOf(one))).map((one) => [keyOf(one), one]))
    if (fresh.size === 0) return 0
    const rows = await prepareChannelLetters(context, [...fresh.values()])
    try {
      await db.transaction().execute(async (trx) => await storeChannelLetters(trx, staff.id, rows))
      return fresh.size
    } catch (error) {
      // another import or registration was quicker with one of them
      if (!isDoubled(error) || tries === mostTries) throw error
    }
  }
}

/** So many rows at a time are one transaction: what is in stays in, whatever happens to the rest. */
const rowsAtOnce = 100

/**
 * Imports a table by the kept mapping. `revision` is the one that was looked at; throws `changed-meanwhile` for another, and
 * `invalid` where the table lacks a needed column.
 */
export async function importTable(
  context: Context,
  staff: Staff,
  { source, revision, bytes }: { readonly source: ChannelSource; readonly revision: number; readonly bytes: Buffer }
): Promise<ImportOutcome> {
  const { db, config } = context
  const importing = { context, staff, source }
  const table = await readTable(bytes)
  const mapping = await keptMapping(db, source)
  if (mapping?.revision !== revision) throw problem('changed-meanwhile')
  const columns = columnsOf(table, mapping.columns)
  const missing = neededFields.filter((field) => !columns.some((column) => column.field === field))
  if (missing.length > 0)
    throw problem('invalid', { errors: missing.map((field) => ({ pointer: `/${field}`, rule: 'required' })) })
  const broken: BrokenCell[] = []
  let added = 0
  let good = 0
  for (let at = 0; at < table.rows.length; at += rowsAtOnce) {
    const letters: NewChannelLetter[] = []
    for (const row of table.rows.slice(at, at + rowsAtOnce)) {
      const read = readRow(row, columns, { source, today: clock.today() })
      if (isBroken(read)) broken.push(...read)
      else letters.push(newLetter(read, () => rowDigest(config, table, row)))
    }
    good += letters.length
    if (letters.length > 0) added += await storeNew(importing, letters)
  }
  const outcome = { rows: table.rows.length, added, known: good - added, broken }
  await noteImport(importing, outcome)
  return outcome
}

const isBroken = (read: LetterRegistration | readonly BrokenCell[]): read is readonly BrokenCell[] =>
  Array.isArray(read)

/** The code is told to nobody: the answer goes back by the channel. */
function newLetter(registration: LetterRegistration, digest: () => Buffer): NewChannelLetter {
  const code = codeFrom(randomBytes(12))
  return registration.outerNumber === undefined ? { registration, code, rowDigest: digest() } : { registration, code }
}

async function noteImport({ context, staff, source }: Importing, outcome: ImportOutcome): Promise<void> {
  const { rows, added, known } = outcome
  const broken = new Set(outcome.broken.map(({ line }) => line)).size
  await context.db.transaction().execute(async (trx) => {
    await audit(trx, {
      actorId: staff.id,
      act: 'letters.imported',
      subjectKind: 'letters',
      subjectId: null,
      details: { source, rows, added, known, broken }
    })
  })
}
