/** Numbers of cases: one series a kind and year. Gaps are allowed, doubles are not. */
import { sql } from 'kysely'
import type { Db } from './db.ts'

/** `prefix`: what is printed before the year. */
export interface NumberSeries {
  readonly kind: string
  readonly prefix: string
}

/**
 * The next numbers of a series, such as `ZX-2026-000001`. Its own transaction, not waited for on disk: the case's commit
 * that follows writes the log in order, so a number that was used can not come back after a crash; one that was not leaves a gap.
 */
export async function nextNumbers(
  db: Db,
  { kind, prefix }: NumberSeries,
  year: number,
  many: number
): Promise<string[]> {
  const { rows } = await sql<{ last: number }>`
    insert into number_series (kind, year, last)
    select ${kind}, ${year}::integer, ${many}::integer from (select set_config('synchronous_commit', 'off', true)) as unhurried
    on conflict (kind, year) do update set last = number_series.last + excluded.last
    returning last`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the series of numbers gave none')
  const first = row.last - many + 1
  return Array.from({ length: many }, (_, index) => `${prefix}-${year}-${String(first + index).padStart(6, '0')}`)
}
