/** The home page's data when the server did not put it into the page: asked for, and kept for the next time without a network. */
import type { Home } from '#contract/home.ts'
import type { LetterKind } from '#contract/letters.ts'
import { phone, write } from './phone.ts'

/** A fresh copy; it is kept. Throws what `api` throws. */
export async function fetchHome(): Promise<Home> {
  const { api } = await import('#ui/api.ts')
  const home = await api('GET /home')
  await keepHome(home)
  return home
}

/** Keeps a copy; where nothing can be kept, the page is shown all the same. */
export async function keepHome(home: Home): Promise<void> {
  const kept = { home, keptAt: new Date().toISOString() }
  await write(['home'], (transaction) => transaction.objectStore('home').put(kept, 'home')).catch(() => undefined)
}

/** The last copy, with the instant it was kept. */
export async function keptHome(): Promise<{ home: Home; keptAt: string } | undefined> {
  return (await phone()).get('home', 'home')
}

/** The limit of a kind of letter in working days, as it was last heard of; undefined where it never was. */
export async function limitOf(kind: LetterKind, home?: Home): Promise<number | undefined> {
  const known = home ?? (await keptHome().catch(() => undefined))?.home ?? (await fetchHome().catch(() => undefined))
  return new Map(known?.services.map((service) => [service.kind, service.limit])).get(kind)
}
