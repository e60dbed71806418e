/** What stands behind the question mark of a page's address, as far as the page reads it. */
import type { TObject, TSchema } from 'typebox'
import { Check } from 'typebox/value'

/** Fields of an address that were read and are valid. */
export type PageQuery = Readonly<Record<string, string>>

/** What people type may be longer than what is looked for: it is cut where the schema says nothing but a length. */
function fitting(schema: TSchema & { maxLength?: number; pattern?: string }, value: string): string {
  const trimmed = value.trim()
  return schema.maxLength === undefined || schema.pattern !== undefined
    ? trimmed
    : [...trimmed].slice(0, schema.maxLength).join('').trim()
}

/**
 * The fields that `schema` names, in its order. What it doesn't know, what is empty (a form sends its fields all the same) and
 * what is invalid is left out: the page is then the one without it.
 */
export function readQuery(schema: TObject | undefined, given: unknown): PageQuery {
  const fields = (given ?? {}) as Record<string, unknown>
  const read: Record<string, string> = {}
  for (const [name, field] of Object.entries(schema?.properties ?? {})) {
    const value = fields[name]
    if (typeof value !== 'string') continue
    const fits = fitting(field, value)
    if (fits !== '' && Check(field, fits)) read[name] = fits
  }
  return read
}

/** The one way to write a query down: `?kind=notice&after=…`, or nothing. */
export function writeQuery(query: PageQuery): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? '' : `?${text}`
}
