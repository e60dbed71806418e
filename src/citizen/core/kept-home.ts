/** The last copy of the home page's data on this phone, for the next time without a network. */
import type { Home } from '#contract/home.ts'

const key = 'wenzheng-home'

interface KeptHome {
  readonly home: Home
  readonly keptAt: string
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
