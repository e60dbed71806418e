import type { MenuEntry } from '../core/menu.ts'

export const noticesMenu: readonly MenuEntry[] = [
  {
    label: '通知',
    icon: 'mail',
    to: { name: 'notices' },
    permission: 'notices:write',
    isCurrent: (route) => route.name === 'notices'
  }
]
