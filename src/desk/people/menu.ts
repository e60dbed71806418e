import type { MenuEntry } from '../core/menu.ts'

export const peopleMenu: readonly MenuEntry[] = [
  {
    label: '人员',
    icon: 'people',
    to: { name: 'people' },
    permission: 'people:manage',
    isCurrent: (route) => route.name === 'people'
  }
]
