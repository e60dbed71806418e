/** Markup that a strict content security policy, or care for what citizens write, forbids. */
import { filesIn, textOf } from './tree.ts'

const onlyPlaceForHtml = 'src/ui/Document.vue'

/** Files that put a string into the page as HTML, other than the one that cleans it first. */
export const htmlFromStrings = (root: string): string[] =>
  filesIn(root, 'src')
    .filter((path) => /\.(vue|ts)$/.test(path) && path !== onlyPlaceForHtml)
    .filter((path) => /\bv-html\b|\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML/.test(textOf(root, path)))

const dataTypes = /\btype=["']?(application\/json|application\/ld\+json)\b/

/** Inline scripts, event handlers in attributes and `javascript:` addresses of one piece of markup. */
export const inlineCode = (html: string): string[] => {
  const scripts = [...html.matchAll(/<script\b([^>]*)>/gi)]
    .filter(([, attributes = '']) => !/\bsrc=/.test(attributes) && !dataTypes.test(attributes))
    .map(([tag]) => tag)
  const handlers = [...html.matchAll(/<[a-z][^<>]*?\s(on[a-z]+)\s*=/gi)].map(([, name = '']) => `${name}=`)
  const addresses = [...html.matchAll(/\b(?:href|src|action)=["']?\s*javascript:/gi)].map(([found]) => found)
  return [...scripts, ...handlers, ...addresses]
}

/** `path: what` for every page, source or built, and every server template that carries inline code. */
export const pagesWithInlineCode = (root: string): string[] => {
  const pages = ['src', 'public', 'dist']
    .flatMap((folder) => filesIn(root, folder))
    .filter((path) => path.endsWith('.html'))
  const templates = filesIn(root, 'src').filter((path) => path.endsWith('.ts'))
  const inPages = pages.flatMap((path) => inlineCode(textOf(root, path)).map((found) => `${path}: ${found}`))
  const inTemplates = templates.flatMap((path) =>
    inlineCode(textOf(root, path))
      .filter((found) => found.startsWith('<script'))
      .map((found) => `${path}: ${found}`)
  )
  return [...inPages, ...inTemplates]
}
