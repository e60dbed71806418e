/** Several tabs at one door: one after the other, and each hears of what another one kept. */
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('wenzheng-door')
const listeners = new Set<() => void>()
channel?.addEventListener('message', () => {
  for (const listener of listeners) listener()
})

/** Tells this tab and all others that what is kept has changed. */
export function doorChanged(): void {
  channel?.postMessage('changed')
  for (const listener of listeners) listener()
}

export function onDoorChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

const last = new Map<string, Promise<unknown>>()

/** Does the work when no other tab does this kind of work. Without locks nothing is kept that another tab could reach. */
export function alone<Result>(what: 'admit' | 'tell', work: () => Promise<Result>): Promise<Result> {
  if ('locks' in navigator) return navigator.locks.request(`wenzheng-door-${what}`, work)
  const mine = (last.get(what) ?? Promise.resolve()).then(work, work)
  last.set(what, mine)
  return mine
}
