/** The icons of an article: importing this file adds them to those of the first pages. */
import { icons } from './icons.ts'

export const articleIcons = {
  size: 'M3 19 8 6l5 13M5 14.5h6M15 19l3-8 3 8M16 16.5h4',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M5 12v8h14v-8'
} as const

Object.assign(icons, articleIcons)
