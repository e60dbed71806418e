/** What letters put on the home page. */
import { sql } from 'kysely'
import type { Home, Service } from '#contract/home.ts'
import type { Db } from '../core/db.ts'

/** The kinds that can be written, with the limit in force on `day`. */
export async function letterServices(db: Db, day: string): Promise<Service[]> {
  const { rows } = await sql<Service>`
    select distinct on (kind) kind, working_days as "limit" from letter_limits
    where effective_from <= ${day} order by kind, effective_from desc`.execute(db)
  return rows
}

/** Letters answered in a year, how many of them on time, and the mean of the working days they took. */
export async function answeredLetters(db: Db, year: number): Promise<Home['answered']> {
  const { rows } = await sql<{ letters: number; onTime: number; meanWorkingDays: number | null }>`
    select count(*) as letters, count(*) filter (where r.replied_on <= n.due_on) as "onTime",
           round(avg(r.working_days), 1)::double precision as "meanWorkingDays"
    from letter_replies r join letter_rounds n on n.letter_id = r.letter_id and n.round = r.round
    where r.replied_on between ${`${year}-01-01`} and ${`${year}-12-31`}`.execute(db)
  return rows[0] ?? { letters: 0, onTime: 0, meanWorkingDays: null }
}
