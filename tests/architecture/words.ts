/** Are there words for everything, in both languages? */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesIn } from './tree.ts'

type Module = Record<string, unknown>

const load = async (root: string, path: string): Promise<Module> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(root, path)).href)) as Module

/** `letters.state.received: string` for every message below an object, by name and by kind (text or function). */
const messages = (value: unknown, name = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => messages(inner, name ? `${name}.${key}` : key))
    : [`${name}: ${typeof value}`]

/** Exports are named by language (`lettersZh`, `lettersEn`) or alike: their names don't count, their messages do. */
const messagesOf = (module: Module): string[] =>
  Object.values(module)
    .flatMap((words) => messages(words))
    .sort()

const difference = (a: readonly string[], b: readonly string[]): string[] => a.filter((name) => !b.includes(name))

/** Message modules of the citizen's side, without language: `src/citizen/letters/words`. The desk is Chinese only. */
export const wordModules = (root: string): string[] => [
  ...new Set(
    [...filesIn(root, 'src/citizen'), ...filesIn(root, 'src/ui')]
      .filter((path) => /\.(zh|en)\.ts$/.test(path))
      .map((path) => path.replace(/\.(zh|en)\.ts$/, ''))
  )
]

/** `module: message` for every message that one language has and the other has not. */
export const untranslated = async (root: string): Promise<string[]> => {
  const found = await Promise.all(
    wordModules(root).map(async (module) => {
      const paths = [`${module}.zh.ts`, `${module}.en.ts`] as const
      const absent = paths.filter((path) => !existsSync(join(root, path)))
      if (absent.length > 0) return absent.map((path) => `${path}: missing`)
      const [chinese, english] = [messagesOf(await load(root, paths[0])), messagesOf(await load(root, paths[1]))]
      return [
        ...difference(chinese, english).map((name) => `${paths[1]}: ${name}`),
        ...difference(english, chinese).map((name) => `${paths[0]}: ${name}`)
      ]
    })
  )
  return found.flat()
}

/** `language: slug` for every problem of the contract without words, and words without a problem. */
export const problemsWithoutWords = async (root: string): Promise<string[]> => {
  const { problems } = await load(root, 'src/contract/problem.ts')
  const slugs = Object.keys(problems as object)
  const found = await Promise.all(
    ['zh', 'en'].map(async (language) => {
      const words = Object.values(await load(root, `src/ui/problems.${language}.ts`)).filter(
        (value) => typeof value === 'object' && value !== null
      )
      const keys = words.flatMap((table) => Object.keys(table))
      return difference(slugs, keys).map((slug) => `${language}: ${slug}`)
    })
  )
  return found.flat()
}
