/**
 * The demo's articles, of a city that doesn't exist: some of every kind in every column, and one of each state that
 * readers don't see. All figures are made up.
 */
import { demoDisclosure } from './demo-disclosure.ts'
import { demoFigures } from './demo-figures.ts'
import { demoNotes } from './demo-notes.ts'
import { demoNotices } from './demo-notices.ts'
import { demoPolicies } from './demo-policies.ts'
import { demoServices } from './demo-services.ts'
import { demoUnpublished } from './demo-unpublished.ts'
import { demoWork } from './demo-work.ts'
import type { DemoArticle } from './demo-writing.ts'

export type { DemoArticle }

/** A document stands before the interpretations of it. */
export const demoArticles: readonly DemoArticle[] = [
  ...demoFigures,
  ...demoNotes,
  ...demoWork,
  ...demoNotices,
  ...demoPolicies,
  ...demoDisclosure,
  ...demoServices,
  ...demoUnpublished
]
