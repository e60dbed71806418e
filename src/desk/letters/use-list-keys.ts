/** The desk's keys on the list: j and k move, `/` searches. Enter opens by itself, since each line is a link. */
import { onBeforeUnmount, onMounted } from 'vue'

const typingPlaces = 'input, textarea, select, [contenteditable], dialog, [role="dialog"]'

export function useListKeys(lines: () => readonly HTMLElement[], focusSearch: () => void): void {
  function move(step: 1 | -1) {
    const all = lines()
    const focused = all.findIndex((line) => line === document.activeElement)
    const from = focused >= 0 ? focused : all.findIndex((line) => line.hasAttribute('aria-current'))
    const target = from < 0 ? all[0] : all[Math.min(Math.max(from + step, 0), all.length - 1)]
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
  }

  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest(typingPlaces)) return
    if (event.key === '/') {
      event.preventDefault()
      focusSearch()
    } else if (event.key === 'j') move(1)
    else if (event.key === 'k') move(-1)
  }

  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
