import type { MenuEntry } from '../core/menu.ts'

export const readingPlacesMenu: readonly MenuEntry[] = [
  {
    label: '查阅场所',
    icon: 'place',
    to: { name: 'reading-places' },
    permission: 'readingPlaces:log',
    isCurrent: (route) => ['reading-places', 'new-reading-place', 'reading-place'].includes(String(route.name))
  }
]
