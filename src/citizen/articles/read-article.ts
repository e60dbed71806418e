/** An article that the server did not put into the page: asked for, or without a network taken from the phone's library. */
import type { Article, EarlierVersion } from '#contract/articles.ts'
import type { Language } from '#contract/pages.ts'
import { api } from '#ui/api.ts'
import { ProblemError, sayFailure, type Saying } from '#ui/failures.ts'
import { failureWords } from '../core/failure-words.ts'

interface Failed {
  readonly failure: Saying | 'gone'
}

const isGone = (error: unknown): boolean =>
  error instanceof ProblemError && (error.slug === 'not-found' || error.slug === 'bad-request')

/** What happened, in words. */
async function failed(error: unknown, language: Language): Promise<Failed> {
  if (isGone(error)) return { failure: 'gone' }
  await failureWords.load(language)
  return { failure: sayFailure(error, failureWords.in(language)) }
}

export interface ReadArticleFound {
  readonly article: Article
  /** '' where it is as the server has it */
  readonly keptAt: string
}

/** The article as it is now, or as it was kept. What the server says is gone is forgotten here too. */
export async function readArticle(id: string, language: Language): Promise<ReadArticleFound | Failed> {
  try {
    return { article: await api('GET /articles/:id', { params: { id } }), keptAt: '' }
  } catch (error) {
    const { forgetArticle, keptArticle } = await import('../core/library.ts')
    if (isGone(error)) await forgetArticle(id).catch(() => undefined)
    else if (!(error instanceof ProblemError)) {
      const kept = await keptArticle(id).catch(() => undefined)
      if (kept) return { article: kept.article, keptAt: kept.keptAt }
    }
    return await failed(error, language)
  }
}

/** How an article read before it was corrected; these are not kept on the phone. */
export async function readEarlier(
  id: string,
  version: string,
  language: Language
): Promise<{ readonly earlier: EarlierVersion } | Failed> {
  try {
    return { earlier: await api('GET /articles/:id/versions/:version', { params: { id, version } }) }
  } catch (error) {
    return await failed(error, language)
  }
}
