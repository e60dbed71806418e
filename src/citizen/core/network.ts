/** Whether the bureau's server is really there, and how long to wait after it was not. */

/** A network slower than this is treated as none. */
const patienceMs = 10_000

/** Waiting times between tries, in seconds; the last one repeats. */
const waits = [5, 15, 30, 60, 120, 300]

/** Seconds to wait after so many tries that failed. */
export function secondsAfter(tries: number): number {
  return waits[Math.min(tries, waits.length - 1)] ?? 300
}

/**
 * Asks the server for a sign of life. A page that somebody else's network answers with is no network;
 * an error of the bureau's own gateway is a server that does not answer.
 */
export async function probe(): Promise<'there' | 'offline' | 'no-answer'> {
  if (!navigator.onLine) return 'offline'
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), patienceMs)
  try {
    const response = await fetch('/healthz', { cache: 'no-store', redirect: 'error', signal: control.signal })
    if (response.status >= 500) return 'no-answer'
    if (response.status !== 200) return 'offline'
    const sign = (await response.json()) as { alive?: unknown } | null
    return sign?.alive === true ? 'there' : 'offline'
  } catch {
    return 'offline'
  } finally {
    clearTimeout(timer)
  }
}
