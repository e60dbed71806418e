/** The ledger of all channels: tables that come in, and the one that goes out. */
import * as T from 'typebox'
import { ChannelSource } from './channels.ts'
import { narrowing } from './letters-queue.ts'
import { defineRoutes } from './route.ts'
import { closed, FileBody } from './shapes.ts'

/** What a column of a table can hold. `text` and `receivedOn` must be there; a missing title is the beginning of the text. */
export const importFields = [
  'outerNumber',
  'receivedOn',
  'title',
  'text',
  'topic',
  'name',
  'phone',
  'email',
  'dueOn',
  'dueReason',
  'wayBack',
  'wayBackNote'
] as const
export const ImportField = T.Enum(importFields)
export type ImportField = (typeof importFields)[number]

const Heading = T.String({ minLength: 1, maxLength: 60 })

/** Which column is which field; a column that is not named is left out. */
export const ImportColumns = T.Array(closed({ column: Heading, field: ImportField }), {
  minItems: 1,
  maxItems: importFields.length
})
export type ImportColumns = T.Static<typeof ImportColumns>

/** `revision` 0: nobody said yet, this is a guess by the headings. */
export const ImportMapping = T.Object({ columns: ImportColumns, revision: T.Integer({ minimum: 0 }) })
export type ImportMapping = T.Static<typeof ImportMapping>

/** Why a row can't come in; `line` counts as spreadsheets do, the headings are line 1. */
export const BrokenCell = T.Object({ line: T.Integer(), column: T.String(), reason: T.String() })
export type BrokenCell = T.Static<typeof BrokenCell>

export const ImportLook = T.Object({
  headings: T.Array(T.String()),
  rows: T.Integer({ description: 'below the headings, empty ones left out' }),
  mapping: T.Object({
    columns: T.Array(T.Object({ column: T.String(), field: ImportField })),
    revision: T.Integer()
  }),
  missing: T.Array(ImportField, { description: 'fields that no column is' }),
  first: T.Array(
    T.Object({
      line: T.Integer(),
      cells: T.Array(
        T.Object({
          raw: T.String(),
          becomes: T.Union([T.String(), T.Null()], { description: 'null: left out, or broken' }),
          reason: T.Union([T.String(), T.Null()])
        })
      )
    })
  )
})
export type ImportLook = T.Static<typeof ImportLook>

export const ImportOutcome = T.Object({
  rows: T.Integer(),
  added: T.Integer(),
  known: T.Integer({ description: 'were there already' }),
  broken: T.Array(BrokenCell)
})
export type ImportOutcome = T.Static<typeof ImportOutcome>

const tableBytes = 10_485_760
const minutes = 60_000

/** As the queue is narrowed. Without a state: all letters; `open`: those that the queue shows first. */
const LedgerQuery = closed({
  state: T.Optional(T.Enum(['open', 'received', 'accepted', 'assigned', 'drafting', 'signing', 'answered', 'ended'])),
  ...narrowing
})
export type LedgerQuery = T.Static<typeof LedgerQuery>

export const ledgerRoutes = defineRoutes({
  'POST /desk/import-looks': {
    who: 'staff:letters:assign',
    summary: 'Look at a table, CSV or XLSX, before it is imported: nothing is kept',
    query: closed({ source: ChannelSource }),
    body: FileBody,
    bodyLimit: tableBytes,
    timeout: 2 * minutes,
    reply: { 200: ImportLook }
  },
  'PUT /desk/import-mappings/:source': {
    who: 'staff:letters:assign',
    summary: 'Say which column of a channel’s tables is which field; kept for the next time',
    params: closed({ source: ChannelSource }),
    body: closed({ columns: ImportColumns, revision: T.Integer({ minimum: 0, maximum: 2_147_483_646 }) }),
    reply: { 200: ImportMapping }
  },
  'POST /desk/imports': {
    who: 'staff:letters:assign',
    summary: 'Import a table by the mapping that was looked at: good rows in, broken ones told',
    query: closed({ source: ChannelSource, mapping: T.String({ pattern: '^[1-9]\\d{0,8}$', maxLength: 9 }) }),
    body: FileBody,
    bodyLimit: tableBytes,
    timeout: 10 * minutes,
    reply: { 200: ImportOutcome }
  },
  'GET /desk/ledger.csv': {
    who: 'staff:letters:read',
    summary: 'The ledger as CSV, one row a letter, without what names the sender',
    query: LedgerQuery,
    timeout: 10 * minutes,
    reply: { 200: FileBody }
  },
  'GET /desk/ledger.xlsx': {
    who: 'staff:letters:read',
    summary: 'The ledger as XLSX, one row a letter, without what names the sender',
    query: LedgerQuery,
    timeout: 10 * minutes,
    reply: { 200: FileBody }
  }
})
