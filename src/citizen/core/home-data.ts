/** The home page's data when the server did not put it into the page. */
import type { Home } from '#contract/home.ts'
import type { LetterKind } from '#contract/letters.ts'
import { keepHome, keptHome } from './kept-home.ts'

/** A fresh copy; it is kept. Throws what `api` throws. */
export async function fetchHome(): Promise<Home> {
  const { api } = await import('#ui/api.ts')
  const home = await api('GET /home')
  keepHome(home)
  return home
}

/** The limit of a kind of letter in working days, as the home page says it. */
export const limitIn = ({ services }: Pick<Home, 'services'>, kind: LetterKind): number | undefined =>
  new Map(services.map((service) => [service.kind, service.limit])).get(kind)

/** The same as it was last heard of; undefined where it never was. */
export async function limitOf(kind: LetterKind): Promise<number | undefined> {
  const known = keptHome()?.home ?? (await fetchHome().catch(() => undefined))
  return known && limitIn(known, kind)
}
