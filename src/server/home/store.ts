/** The home page's figures. */
import { sql } from 'kysely'
import type { Home, Service } from '#contract/home.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'

/** What a capability puts on the home page; `app.ts` hands the providers in. */
export interface HomeProvider {
  readonly services: (day: string) => Promise<Service[]>
  readonly answered: (year: number) => Promise<Home['answered']>
  readonly latest: () => Promise<Home['latest']>
}

/** Whether anything in this database is a demonstration. */
async function isDemo({ db }: Context): Promise<boolean> {
  const { rows } = await sql<{ demo: boolean }>`select exists (select from offices where demo) as demo`.execute(db)
  return rows[0]?.demo ?? false
}

/** Reads the home page's data. */
export async function readHome(context: Context, provider: HomeProvider): Promise<Home> {
  const today = clock.today()
  const year = Number(today.slice(0, 4))
  return {
    bureau: context.config.bureau,
    services: await provider.services(today),
    year,
    answered: await provider.answered(year),
    latest: await provider.latest(),
    demo: await isDemo(context)
  }
}
