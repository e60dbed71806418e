/** Instants as people read them, in the time of Asia/Shanghai. */

/** 2026-11-23 09:05 */
export function showInstant(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** 09:05 today, else with its date. */
export function showClock(instant: string, now = new Date()): string {
  const shown = showInstant(instant)
  return shown.slice(0, 10) === showInstant(now.toISOString()).slice(0, 10) ? shown.slice(11) : shown
}
