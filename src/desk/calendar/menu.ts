import type { MenuEntry } from '../core/menu.ts'

export const calendarMenu: readonly MenuEntry[] = [
  {
    label: '工作日历',
    icon: 'calendar',
    to: { name: 'calendar' },
    permission: 'calendar:manage',
    isCurrent: (route) => route.name === 'calendar'
  }
]
