/** The moment at which an article becomes public, as it is typed (Asia/Shanghai) and as it is sent. */

/** `2026-11-25T09:30` or `…:15`, as a `datetime-local` field gives it → an instant; undefined where it is not one. */
export function publishInstant(typed: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(typed)) return undefined
  const at = new Date(`${typed}+08:00`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** An instant → what a `datetime-local` field takes, to the second. */
export function typedTime(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)
}

/** What is wrong with a moment that was typed, or an empty text. */
export function publishTimeFault(typed: string, now: Date): string {
  if (typed === '') return '选好日期和时间'
  const at = publishInstant(typed)
  if (at === undefined) return '日期或时间没写完整'
  return new Date(at) <= now ? '这个时间已经过了，选以后的时间' : ''
}
