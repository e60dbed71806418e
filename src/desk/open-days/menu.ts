import type { MenuEntry } from '../core/menu.ts'

export const openDaysMenu: readonly MenuEntry[] = [
  {
    label: '开放日',
    icon: 'door',
    to: { name: 'open-days' },
    permission: 'openDays:read',
    isCurrent: (route) => ['open-days', 'new-open-day', 'open-day'].includes(String(route.name))
  },
  {
    label: '门口验票',
    icon: 'ticket',
    to: { name: 'door' },
    permission: 'openDays:admit',
    isCurrent: (route) => route.name === 'door'
  }
]
