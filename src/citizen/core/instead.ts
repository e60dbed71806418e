/**
 * Does this instead of what the browser would do. Vue's own modifiers of events would each bring all of them into the
 * file of the first visit.
 */
export function instead(event: Event, act?: () => unknown): void {
  event.preventDefault()
  event.stopPropagation()
  void act?.()
}
