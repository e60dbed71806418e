/** The home page's data when the server did not put it into the page: asked for, and kept for the next time without a network. */
import type { Home } from '#contract/home.ts'
import type { LetterKind } from '#contract/letters.ts'

const key = 'wenzheng-home'

interface KeptHome {
  readonly home: Home
  readonly keptAt: string
}

/** A fresh copy; it is kept. Throws what `api` throws. */
export async function fetchHome(): Promise<Home> {
  const { api } = await import('#ui/api.ts')
  const home = await api('GET /home')
  keepHome(home)
  return home
}

/** Keeps a copy; where nothing can be kept, the page is shown all the same. */
export function keepHome(home: Home): void {
  try {
    localStorage.setItem(key, JSON.stringify({ home, keptAt: new Date().toISOString() } satisfies KeptHome))
  } catch {
    // a private window: the copy is a gain, never a need
  }
}

/** The last copy, with the instant it was kept. */
export function keptHome(): KeptHome | undefined {
  try {
    const kept = localStorage.getItem(key)
    return kept === null ? undefined : (JSON.parse(kept) as KeptHome)
  } catch {
    return undefined
  }
}

/** The limit of a kind of letter in working days, as it was last heard of; undefined where it never was. */
export async function limitOf(kind: LetterKind, home?: Home): Promise<number | undefined> {
  const known = home ?? keptHome()?.home ?? (await fetchHome().catch(() => undefined))
  return new Map(known?.services.map((service) => [service.kind, service.limit])).get(kind)
}
