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

/** Puts the elder view on the page before anything is drawn by the app. */
export function applyView(): void {
  if (stored() === 'elder') document.documentElement.dataset['view'] = 'elder'
}

/** Lets the screens follow the view that stands on the page. */
export function readView(): void {
  settings.elder = document.documentElement.dataset['view'] === 'elder'
}

/** Switches the view, here and for the next visits. */
export function setElder(on: boolean): void {
  settings.elder = on
  if (on) document.documentElement.dataset['view'] = 'elder'
  else delete document.documentElement.dataset['view']
  try {
    localStorage.setItem(key, on ? 'elder' : 'standard')
  } catch {
    // the view then lasts as long as the page
  }
}
