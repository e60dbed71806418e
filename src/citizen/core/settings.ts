/**
 * Settings of this phone that the screens follow: the elder view, and a new version that waits.
 * A plain shared object: the first page can't afford the store that the later pages use. The server never writes to it.
 */
import { type FunctionalComponent, shallowReactive } from 'vue'

const key = 'wenzheng-view'

export const settings = shallowReactive({
  // false until mounted: the server renders the standard words, and hydration must find the same
  elder: false,
  /** offers the new version that waits, if one does */
  newVersion: undefined as FunctionalComponent | undefined
})

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Puts a view on the page and keeps it for the next visits; where nothing can be kept, it lasts as long as the page. */
function show(view: string): void {
  document.documentElement.dataset['view'] = view
  try {
    localStorage.setItem(key, view)
  } catch {
    // a private window
  }
}

/**
 * The view of this phone, before anything is drawn by the app. Until the app has taken over the page its button is that of
 * a form: who taps it so early comes back with the view in the address.
 */
export function applyView(): void {
  const asked = location.search === '?view=elder'
  if (asked) history.replaceState(null, '', location.pathname)
  show(asked ? 'elder' : (stored() ?? 'standard'))
}

/** Lets the screens follow the view that stands on the page. */
export function readView(): void {
  settings.elder = document.documentElement.dataset['view'] === 'elder'
}

/** Switches the view. */
export function setElder(on: boolean): void {
  settings.elder = on
  show(on ? 'elder' : 'standard')
}
