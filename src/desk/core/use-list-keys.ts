/** The desk's keys on the list: j and k move, x chooses, `/` searches, `?` explains. Enter opens by itself, since each line is a link. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

interface ListKeys {
  readonly lines: () => readonly HTMLElement[]
  readonly search: () => void
  readonly explain: () => void
  /** where lines can be chosen: the one that has the focus */
  readonly choose?: (line: HTMLElement) => void
}

const typingPlaces = 'input, textarea, select, [contenteditable], dialog, [role="dialog"]'
const offMark = 'wenzheng-desk-keys-off'

interface KeysSwitch {
  readonly working: Readonly<Ref<boolean>>
  readonly turn: (on: boolean) => void
}

/** Who speaks to the computer can turn the keys off: a spoken word would press them. */
export function useListKeys({ lines, search, explain, choose }: ListKeys): KeysSwitch {
  const working = ref(window.localStorage.getItem(offMark) === null)

  function move(step: 1 | -1) {
    const all = lines()
    const focused = all.findIndex((line) => line === document.activeElement)
    const from = focused >= 0 ? focused : all.findIndex((line) => line.hasAttribute('aria-current'))
    const target = from < 0 ? all[0] : all[Math.min(Math.max(from + step, 0), all.length - 1)]
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
  }

  const acts: Readonly<Record<string, () => void>> = {
    j: () => move(1),
    k: () => move(-1),
    '/': search,
    '?': explain,
    x: () => {
      const focused = lines().find((line) => line === document.activeElement)
      if (focused) choose?.(focused)
    }
  }

  function onKey(event: KeyboardEvent) {
    if (!working.value || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest(typingPlaces)) return
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  function turn(on: boolean) {
    working.value = on
    if (on) window.localStorage.removeItem(offMark)
    else window.localStorage.setItem(offMark, 'off')
  }

  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
  return { working, turn }
}
