/** Whether this phone keeps anything: known without opening its database, so that a first visit fetches none of what reads it. */

const key = 'wenzheng-keeps'

/** Notes that something is kept from now on. */
export function markKept(): void {
  try {
    localStorage.setItem(key, 'yes')
  } catch {
    // where nothing can be noted, `keepsAnything` says yes
  }
}

/** False only where it is certain that nothing was ever written here. */
export function keepsAnything(): boolean {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return true
  }
}
