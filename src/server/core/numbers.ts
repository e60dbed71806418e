/** Numbers of cases: one series a kind and year. Gaps are allowed, doubles are not. */
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { numberSeries } from '#contract/letters.ts'
import { clock } from './clock.ts'
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

/** More than a bureau gives of a kind in a year; a number keeps its six digits through nine restores a year, and may have nine. */
const caseGap = 100_000
/** The same of published articles, whose numbers have five digits and may have seven. */
const articleGap = 10_000

/**
 * Goes on far behind the numbers that stand in a database: after its archive was written others were given, and whoever
 * holds one of them must never meet another case under it. The year before is among them, since letters are numbered by
 * the day that they came in, and the coming one, since the old house may be open until its end. `tables`: those there are.
 */
export async function leaveGaps(client: PoolClient, tables: readonly string[]): Promise<void> {
  const year = Number(clock.today().slice(0, 4))
  const years = [year - 1, year, year + 1]
  // of an older version, before bookings were numbered too
  const series = ['number_series', 'letter_series'].find((name) => tables.includes(name))
  if (series !== undefined)
    await client.query(
      `insert into ${series} (kind, year, last)
       select kind, year, $3 from unnest($1::text[]) kind, unnest($2::integer[]) year
       on conflict (kind, year) do update set last = ${series}.last + excluded.last`,
      [[...Object.keys(numberSeries), 'booking'], years, caseGap]
    )
  if (tables.includes('index_numbers'))
    await client.query(
      `insert into index_numbers (year, serial) select year, $2 from unnest($1::integer[]) year
       on conflict (year) do update set serial = index_numbers.serial + excluded.serial`,
      [years, articleGap]
    )
}
