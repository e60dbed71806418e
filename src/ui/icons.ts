/**
 * Line icons on a 24 × 24 grid, as path data, drawn by Icon.vue. Here are those that the first pages show; a component that shows
 * one of the others imports article-icons.ts or more-icons.ts, so that the first visit does not fetch them.
 */
import type { articleIcons } from './article-icons.ts'
import type { moreIcons } from './more-icons.ts'

export const firstIcons = {
  elder: 'M3 19 8.5 5 14 19M5 14.5h7M19 8v8M15.5 12h7',
  home: 'm4 11 8-7 8 7v9.5H4z',
  reading: 'M12 6.5c-2-1.7-4.8-2-8-2V18c3.2 0 6 .3 8 2 2-1.7 4.8-2 8-2V4.5c-3.2 0-6 .3-8 2zM12 6.5V20',
  me: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0M4 20.5c.6-4 3.6-6 8-6s7.4 2 8 6',
  back: 'm15 4.5-7.5 7.5 7.5 7.5',
  close: 'm6 6 12 12M18 6 6 18',
  right: 'm9 5 7 7-7 7',
  warn: 'M12 4 21.5 20h-19zM12 10v5M12 17.5h.01',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5'
} as const

export type IconName = keyof typeof firstIcons | keyof typeof articleIcons | keyof typeof moreIcons

/** All that have been fetched. */
export const icons: Partial<Record<IconName, string>> = { ...firstIcons }
