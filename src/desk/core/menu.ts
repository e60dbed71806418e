/** What a capability puts into the desk's menu; `router.ts` joins them. */
import type { RouteLocationNormalizedLoaded, RouteLocationRaw } from 'vue-router'
import type { Permission } from '#contract/people.ts'
import type { IconName } from './DeskIcon.vue'

export interface MenuEntry {
  readonly label: string
  readonly icon: IconName
  readonly to: RouteLocationRaw
  /** shown only to people who hold it; everybody sees an entry without one */
  readonly permission?: Permission
  /** how many wait there; undefined while unknown */
  readonly count?: () => number | undefined
  readonly isCurrent: (route: RouteLocationNormalizedLoaded) => boolean
}

export interface MenuGroup {
  readonly title: string
  readonly entries: readonly MenuEntry[]
}
