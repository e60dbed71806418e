/** Terms that the server did not put into the page: asked for, or without a network taken from the phone's library. */
import type { Glossary, Term } from '#contract/glossary.ts'
import { api } from '#ui/api.ts'
import { ProblemError } from '#ui/failures.ts'

interface Terms {
  readonly glossary: Glossary
  /** '' where it is as the server has it */
  readonly keptAt: string
}

/** All terms. Throws what `api` throws where none are kept. */
export async function readTerms(): Promise<Terms> {
  try {
    return { glossary: await api('GET /glossary'), keptAt: '' }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    const { keptGlossary } = await import('./library.ts')
    const kept = await keptGlossary().catch(() => undefined)
    if (kept === undefined) throw error
    return kept
  }
}

/** One term; undefined where there is none of that name. Throws what `api` throws. */
export async function readTerm(slug: string): Promise<Term | undefined> {
  try {
    return await api('GET /glossary/:slug', { params: { slug } })
  } catch (error) {
    if (error instanceof ProblemError && (error.slug === 'not-found' || error.slug === 'bad-request')) return undefined
    if (error instanceof ProblemError) throw error
    return (await readTerms()).glossary.terms.find((term) => term.slug === slug)
  }
}
