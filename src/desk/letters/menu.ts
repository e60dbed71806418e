import type { IconName } from '../core/DeskIcon.vue'
import type { MenuEntry } from '../core/menu.ts'
import { useLetterQueue } from './queue.ts'
import { useReviews } from './reviews.ts'
import { allTabs, tabWords, type QueueTab } from './state-words.ts'

const icons: Readonly<Record<QueueTab, IconName>> = {
  received: 'inbox',
  accepted: 'tick',
  assigned: 'people',
  drafting: 'pencil',
  signing: 'signed',
  answered: 'answered',
  ended: 'ended'
}

const entryOf = (state: QueueTab): MenuEntry => ({
  label: tabWords[state],
  icon: icons[state],
  to: { name: 'letters', query: { state } },
  permission: 'letters:read',
  count: () => useLetterQueue().counts?.[state],
  isCurrent: (route) => route.name === 'letters' && route.query['state'] === state
})

/** The cuts of the queue: all that is open first, then each state. */
export const queueMenu: readonly MenuEntry[] = [
  {
    label: '在办的',
    icon: 'letters',
    to: { name: 'letters' },
    permission: 'letters:read',
    count: () => useLetterQueue().open,
    isCurrent: (route) => route.name === 'letters' && route.query['state'] === undefined
  },
  ...allTabs.map(entryOf)
]

export const lettersMenu: readonly MenuEntry[] = [
  ...queueMenu,
  {
    label: '登记来信',
    icon: 'plus',
    to: { name: 'register' },
    permission: 'letters:assign',
    isCurrent: (route) => route.name === 'register'
  },
  {
    label: '导入',
    icon: 'record',
    to: { name: 'import' },
    permission: 'letters:assign',
    isCurrent: (route) => route.name === 'import'
  },
  {
    label: '差评复核',
    icon: 'again',
    to: { name: 'reviews' },
    permission: 'letters:review',
    count: () => useReviews().counts?.open,
    isCurrent: (route) => route.name === 'reviews'
  },
  {
    label: '敏感词',
    icon: 'warn',
    to: { name: 'words' },
    permission: 'letters:moderate',
    isCurrent: (route) => route.name === 'words'
  },
  {
    label: '问答',
    icon: 'ask',
    to: { name: 'knowledge' },
    permission: 'knowledge:keep',
    isCurrent: (route) => route.name === 'knowledge'
  },
  {
    label: '协办和征求意见',
    icon: 'people',
    to: { name: 'contributions' },
    permission: 'letters:read',
    isCurrent: (route) => route.name === 'contributions'
  },
  {
    label: '转办名录',
    icon: 'columns',
    to: { name: 'departments' },
    permission: 'departments:manage',
    isCurrent: (route) => route.name === 'departments'
  },
  {
    label: '常用语',
    icon: 'texts',
    to: { name: 'texts' },
    permission: 'letters:draft',
    isCurrent: (route) => route.name === 'texts'
  }
]
