/** Is every route of the contract guarded on purpose, and expected by hand in the access table? */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { textOf } from './tree.ts'

const table = 'tests/proofs/access.csv'

interface Guarded {
  readonly who?: unknown
}

/** All routes of a tree's contract, by key (`POST /letters`). */
export const routesOf = async (root: string): Promise<Record<string, Guarded>> => {
  const contract = (await import(/* @vite-ignore */ pathToFileURL(join(root, 'src/contract/routes.ts')).href)) as {
    routes: Record<string, Guarded>
  }
  return contract.routes
}

/** The route keys that have a row: `METHOD /path` in one column, or method and path in two. */
const rowsOf = (csv: string): Set<string> =>
  new Set(
    csv
      .split('\n')
      .map((line) => /^"?(GET|POST|PUT|PATCH|DELETE)"?[ ,]+"?(\/[^",\s]*)/.exec(line))
      .filter((found) => found !== null)
      .map(([, method = '', path = '']) => `${method} ${path.replace(/^\/api(?=\/)/, '')}`)
  )

/** Routes of the contract that nobody has said what to expect of. */
export const routesWithoutRow = async (root: string): Promise<string[]> => {
  const rows = existsSync(join(root, table)) ? rowsOf(textOf(root, table)) : new Set<string>()
  return Object.keys(await routesOf(root)).filter((key) => !rows.has(key))
}

/** Rows for routes that are gone. */
export const rowsWithoutRoute = async (root: string): Promise<string[]> => {
  const routes = await routesOf(root)
  return [...rowsOf(textOf(root, table))].filter((key) => !(key in routes))
}

/** Routes that slipped past the types without saying who may call them. */
export const routesForNobody = async (root: string): Promise<string[]> =>
  Object.entries(await routesOf(root))
    .filter(([, { who }]) => typeof who !== 'string' || !/^(anyone|holder|staff(:\S+)?)$/.test(who))
    .map(([key]) => key)
