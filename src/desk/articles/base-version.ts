/** Which two versions a reviewer wants to see side by side. */
import type { DeskArticle } from '#contract/articles-desk.ts'

/**
 * The version that the newest one is compared with: what is public now; or else the last one that was handed in before;
 * or else the one before. Undefined for a first version.
 */
export function baseVersion({
  version,
  versions,
  live
}: Pick<DeskArticle, 'version' | 'versions' | 'live'>): number | undefined {
  const earlier = versions.filter((one) => one.version < version)
  const published = live && earlier.find(({ publishedAs }) => publishedAs === live.version)
  const handedIn = earlier.find(({ submittedAt }) => submittedAt !== null)
  return (published ?? handedIn ?? earlier[0])?.version
}
