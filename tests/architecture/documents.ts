/** Does what the newcomer's pages name exist? */
import { existsSync, globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { textOf, writtenFiles } from './tree.ts'

export const documents = ['README.md', 'src/ARCHITECTURE.md'] as const

/** Folders that only exist once something ran. */
const madeLater = /^(\.\/)?(dist|data|node_modules|test-results)(\/|$)/

const looksLikePath = (code: string): boolean =>
  /^[\w.<>*{},-]+(\/[\w.<>*{},…-]+)*\/?$/.test(code) &&
  !code.startsWith('/') &&
  !/^(application|text|image)\//.test(code) &&
  (/^(src|tests|public|\.ci)\//.test(code) ||
    /\.(ts|vue|json|md|csv|cjs|css|html|sql)$/.test(code) ||
    /^[\w-]+(\/[\w.-]+)*\/$/.test(code))

/** `<capability>` and `…` stand for anything, but for something. */
const asPattern = (path: string): string =>
  path
    .replace(/<[^>]+>|…/g, '*')
    .replace(/\bNNNN-\w+/g, '*')
    .replace(/\/$/, '')

/** A bare file name (`store.ts`) stands for that file wherever it lies. */
const exists = (root: string, document: string, path: string): boolean =>
  (!path.includes('/') && writtenFiles(root).some((file) => file.endsWith(`/${path}`))) ||
  [root, join(root, 'src'), join(root, dirname(document))].some((base) => {
    const pattern = asPattern(path)
    return /[*{]/.test(pattern) ? globSync(pattern, { cwd: base }).length > 0 : existsSync(join(base, pattern))
  })

/** Code spans, link targets, and the words inside fenced blocks that begin at a known folder. */
const pathsNamedIn = (text: string): string[] => {
  const fences = [...text.matchAll(/```[^\n]*\n([\s\S]*?)```/g)].map(([, body = '']) => body)
  const prose = text.replace(/```[\s\S]*?```/g, '')
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter(looksLikePath)
  const links = [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
  const fenced = fences.flatMap((body) => body.match(/(?<![\w/.:-])(src|tests|public|\.ci)\/[\w./-]*\w/g) ?? [])
  return [...new Set([...spans, ...links, ...fenced])].filter((path) => !madeLater.test(path))
}

const scriptsNamedIn = (text: string): string[] => [
  ...new Set([
    ...[...text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name)
  ])
]

/** `document: name` for every path and every npm script that a document names and that doesn't exist. */
export const namedButMissing = (root: string): string[] => {
  const { scripts } = JSON.parse(textOf(root, 'package.json')) as { scripts: Record<string, string> }
  return documents.flatMap((document) => {
    const text = textOf(root, document)
    const paths = pathsNamedIn(text).filter((path) => !exists(root, document, path))
    const missing = scriptsNamedIn(text).filter((name) => !(name in scripts))
    return [...paths, ...missing.map((name) => `npm run ${name}`)].map((name) => `${document}: ${name}`)
  })
}
