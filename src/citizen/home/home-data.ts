/** The home page's data when the server did not put it into the page: asked for, and kept for the next time without a network. */
import type { Home } from '#contract/home.ts'
import { phone, write } from '../core/phone.ts'

/** A fresh copy; it is kept. Throws what `api` throws. */
export async function fetchHome(): Promise<Home> {
  const { api } = await import('#ui/api.ts')
  const home = await api('GET /home')
  await keepHome(home).catch(() => undefined)
  return home
}

export async function keepHome(home: Home): Promise<void> {
  await write(['home'], (transaction) =>
    transaction.objectStore('home').put({ home, keptAt: new Date().toISOString() }, 'home')
  )
}

/** The last copy, with the instant it was kept. */
export async function keptHome(): Promise<{ home: Home; keptAt: string } | undefined> {
  return (await phone()).get('home', 'home')
}
