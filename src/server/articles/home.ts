/** What articles put on the home page. */
import type { Home } from '#contract/home.ts'
import type { Db } from '../core/db.ts'
import { listArticles } from './lists.ts'

/** So many lines stand on the home page. */
const lines = 3

/** The newest published articles. */
export async function latestArticles(db: Db): Promise<Home['latest']> {
  return (await listArticles(db, {}, [])).articles.slice(0, lines)
}
