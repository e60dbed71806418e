/** What the pages of the glossary are rendered from. Terms change with the program only. */
import type { PageProvider } from '../core/pages.ts'
import { findTerm, readGlossary } from './routes.ts'

export function glossaryPages(): Record<'glossary' | 'term', PageProvider> {
  return {
    glossary: { data: () => Promise.resolve({ glossary: readGlossary() }), revisions: [] },
    term: {
      data: ({ params: { slug = '' } }) => {
        const term = findTerm(slug)
        const beside = term?.see.flatMap((one) => {
          const { name } = findTerm(one) ?? {}
          return name === undefined ? [] : [{ slug: one, name }]
        })
        return Promise.resolve(term && { term: { ...term, beside: beside ?? [] } })
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
