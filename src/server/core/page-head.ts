/** What stands in a page's head besides its title: its one address, its other language, what shared links and search engines show of it. */
import { languages, type Language, type RenderedPage } from '#contract/pages.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it may stand between tags or in an attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)

/** Who publishes the site. `idCode`: the site's own code of government sites, '' where it has none. */
export interface Site {
  readonly publicUrl: string
  readonly name: Readonly<Record<Language, string>>
  readonly idCode: string
}

/** What a provider says about its page. Addresses begin with `/`. */
export interface PageHead {
  /** `<meta name>` */
  readonly names?: readonly (readonly [name: string, content: string])[]
  /** `<meta property>` */
  readonly properties?: readonly (readonly [property: string, content: string])[]
  readonly article?: boolean
  readonly picture?: string | null
  /** the feed that the page is kept up by */
  readonly feed?: { readonly title: string; readonly path: string }
  /** JSON-LD */
  readonly linked?: object
  /** not to be found by search engines: what somebody searched for, what was replaced */
  readonly hidden?: boolean
}

/** An address in a language: Chinese at the path itself, English under `/en`. */
export const inLanguage = (language: Language, path: string): string =>
  language === 'zh' ? path : `/en${path === '/' ? '/' : path}`

export const languageTag: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

const meta = (kind: 'name' | 'property', key: string, content: string) =>
  `<meta ${kind}="${key}" content="${escapeHtml(content)}">`

/** JSON that can't end the element it stands in. */
const linkedData = (value: object) =>
  `<script type="application/ld+json">${JSON.stringify(value).replaceAll('<', String.raw`\u003c`)}</script>`

/**
 * The lines of a page's head. `path` is its own address in Chinese, with the query that it reads.
 * SiteName, SiteDomain and SiteIDCode are the tags that government sites bear by the rule for their page tags (网页标签规范).
 */
export function headLines(
  site: Site,
  language: Language,
  path: string,
  page: Pick<RenderedPage, 'title' | 'description'>,
  head: PageHead
): string {
  const at = (one: Language) => site.publicUrl + inLanguage(one, path)
  const domain = new URL(site.publicUrl).host
  const lines = [
    `<link rel="canonical" href="${escapeHtml(at(language))}">`,
    ...languages.map((one) => `<link rel="alternate" hreflang="${languageTag[one]}" href="${escapeHtml(at(one))}">`),
    `<link rel="alternate" hreflang="x-default" href="${escapeHtml(at('zh'))}">`,
    meta('name', 'SiteName', site.name.zh),
    meta('name', 'SiteDomain', domain),
    ...(site.idCode === '' ? [] : [meta('name', 'SiteIDCode', site.idCode)]),
    ...(head.names ?? []).map(([name, content]) => meta('name', name, content)),
    meta('property', 'og:type', head.article ? 'article' : 'website'),
    meta('property', 'og:site_name', site.name[language]),
    meta('property', 'og:title', page.title),
    meta('property', 'og:description', page.description),
    meta('property', 'og:url', at(language)),
    meta('property', 'og:image', site.publicUrl + (head.picture ?? '/icons/icon-512.png')),
    ...(head.properties ?? []).map(([property, content]) => meta('property', property, content)),
    ...(head.hidden ? [meta('name', 'robots', 'noindex')] : []),
    ...(head.feed
      ? [
          `<link rel="alternate" type="application/rss+xml" title="${escapeHtml(head.feed.title)}" href="${head.feed.path}">`
        ]
      : []),
    ...(head.linked ? [linkedData(head.linked)] : [])
  ]
  return lines.join('')
}
