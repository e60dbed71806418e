import type { MenuEntry } from '../core/menu.ts'

export const auditMenu: readonly MenuEntry[] = [
  {
    label: '操作记录',
    icon: 'record',
    to: { name: 'audit' },
    permission: 'audit:read',
    isCurrent: (route) => route.name === 'audit'
  }
]
