/** What the pages of the glossary are rendered from. Terms change with the program only. */
import type { PageProvider } from '../core/pages.ts'
import { findTerm, readGlossary } from './terms.ts'

export function glossaryPages(): Record<'glossary' | 'term', PageProvider> {
  return {
    glossary: { data: () => Promise.resolve({ glossary: readGlossary() }), revisions: [] },
    term: {
      data: ({ params: { slug = '' } }) => {
        const term = findTerm(slug)
        return Promise.resolve(term && { term })
      },
      revisions: [],
      head: ({ term }) =>
        term
          ? {
              linked: {
                '@context': 'https://schema.org',
                '@type': 'DefinedTerm',
                name: term.name,
                alternateName: term.aliases,
                description: term.meaning,
                inLanguage: 'zh-CN'
              }
            }
          : {}
    }
  }
}
