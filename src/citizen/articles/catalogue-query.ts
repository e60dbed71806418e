/** What the catalogue is cut by, as it stands in an address. */
import type { CatalogueQuery } from '#contract/articles.ts'

export const fields = ['kind', 'column', 'office', 'year', 'validity'] as const
export type Field = (typeof fields)[number]

const looks: Record<Field | 'after', RegExp> = {
  kind: /^(news|notice|policy|interpretation|dataNote)$/,
  column: /^[a-z][a-z0-9-]{1,39}$/,
  office: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  year: /^20\d\d$/,
  validity: /^(inForce|amended|partlyRepealed|repealed|expired)$/,
  after: /^[0-9TZ:.~a-f-]{1,80}$/
}

/** The fields of an address that make sense; the others are passed over, as the server does. */
export function cutOf(query: Readonly<Record<string, unknown>>): CatalogueQuery {
  const cut: Record<string, string> = {}
  for (const [field, look] of Object.entries(looks)) {
    const value = query[field]
    if (typeof value === 'string' && look.test(value)) cut[field] = value
  }
  return cut
}
