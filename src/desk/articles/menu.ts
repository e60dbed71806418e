import { queueTabs, type QueueTab } from '#contract/articles-desk.ts'
import type { IconName } from '../core/DeskIcon.vue'
import type { MenuEntry } from '../core/menu.ts'
import { queueTabWords } from './article-words.ts'
import { useArticleQueue } from './queue.ts'

const icons: Readonly<Record<QueueTab, IconName>> = {
  mine: 'signed',
  draft: 'pencil',
  inReview: 'people',
  scheduled: 'clock',
  published: 'article',
  withdrawn: 'ended'
}

const entryOf = (tab: QueueTab): MenuEntry => ({
  label: queueTabWords[tab],
  icon: icons[tab],
  to: { name: 'articles', query: { tab } },
  permission: 'articles:read',
  count: () => useArticleQueue().counts?.[tab],
  isCurrent: (route) => route.name === 'articles' && route.query['tab'] === tab
})

/** The cuts of the queue. */
export const articleTabs: readonly MenuEntry[] = queueTabs.map(entryOf)

export const articlesMenu: readonly MenuEntry[] = [
  ...articleTabs,
  {
    label: '栏目',
    icon: 'columns',
    to: { name: 'columns' },
    permission: 'columns:manage',
    isCurrent: (route) => route.name === 'columns'
  }
]
