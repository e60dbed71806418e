/** What may lie where. Every function takes the project's root, so that the same eyes can look at a planted copy. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

const topLevel = new Set([
  'src',
  'public',
  'tests',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  // made on this machine, never committed
  'node_modules',
  'dist',
  'data',
  'test-results'
])

const forbiddenNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'constants'])

const maximumLines = 350

/** All files below a folder, as paths from the root; empty where the folder doesn't exist. */
export const filesIn = (root: string, folder: string): string[] => {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/')
      )
      .sort()
  } catch {
    return []
  }
}

/** Sources and tests: what people write. */
export const writtenFiles = (root: string): string[] =>
  ['src', 'tests', 'public'].flatMap((part) => filesIn(root, part))

export const textOf = (root: string, path: string): string => readFileSync(join(root, path), 'utf8')

/** Names at the top that the house has no place for; dot files are free. */
export const strayAtTheTop = (root: string): string[] =>
  readdirSync(root).filter((name) => !name.startsWith('.') && !topLevel.has(name))

/** Files and folders whose name says nothing. */
export const namelessPlaces = (root: string): string[] =>
  writtenFiles(root).filter((path) =>
    path.split('/').some((part) => forbiddenNames.has(basename(part, extname(part)).toLowerCase()))
  )

/** Code that has grown over the limit and must be split by what it is about. */
export const longFiles = (root: string): string[] =>
  writtenFiles(root)
    .filter((path) => /\.(ts|vue|cjs|css|sql)$/.test(path))
    .map((path) => ({ path, lines: textOf(root, path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maximumLines)
    .map(({ path, lines }) => `${path}: ${lines} lines`)

/** Code that tells a tool to look away. */
export const blinders = (root: string): string[] =>
  writtenFiles(root)
    .filter((path) => /\.(ts|vue|cjs)$/.test(path))
    .filter((path) =>
      /(?:\/\/|\/\*|<!--)\s*(?:eslint|oxlint)-(?:disable|enable)|@ts-(?:ignore|nocheck)/.test(textOf(root, path))
    )
