import type { LetterState } from '#contract/letters.ts'
import type { IconName } from '../core/DeskIcon.vue'
import type { MenuEntry } from '../core/menu.ts'
import { useLetterQueue } from './queue.ts'
import { stateWords } from './state-words.ts'

const icons: Readonly<Record<LetterState, IconName>> = {
  received: 'inbox',
  assigned: 'pencil',
  signing: 'signed',
  answered: 'answered'
}

const entryOf = (state: LetterState): MenuEntry => ({
  label: stateWords[state],
  icon: icons[state],
  to: { name: 'letters', query: { state } },
  permission: 'letters:read',
  count: () => useLetterQueue().counts?.[state],
  isCurrent: (route) => route.name === 'letters' && route.query['state'] === state
})

/** All that is open first, then each state. */
export const lettersMenu: readonly MenuEntry[] = [
  {
    label: '在办的',
    icon: 'letters',
    to: { name: 'letters' },
    permission: 'letters:read',
    count: () => useLetterQueue().open,
    isCurrent: (route) => route.name === 'letters' && route.query['state'] === undefined
  },
  entryOf('received'),
  entryOf('assigned'),
  entryOf('signing'),
  entryOf('answered')
]
