/**
 * Every wall, crossed on purpose in a copy of the tree: the tool that guards it must object, and name the place.
 * `npm run check` runs the same tools and functions on the real tree, where they must be silent.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { root } from '../step.ts'
import { routesWithoutRow } from './access.ts'
import { namedButMissing } from './documents.ts'
import { htmlFromStrings, pagesWithInlineCode } from './markup.ts'
import { filesIn, textOf } from './tree.ts'
import { problemsWithoutWords } from './words.ts'

const copy = mkdtempSync(join(tmpdir(), 'wenzheng-walls-'))
const planted = new Map<string, string | undefined>()

beforeAll(() => {
  for (const name of readdirSync(root).filter((one) => !/^(node_modules|dist|data|test-results|\.git)$/.test(one))) {
    cpSync(join(root, name), join(copy, name), { recursive: true })
  }
  // packages one by one, so that the copy keeps its own cache
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules')).filter((one) => !one.startsWith('.'))) {
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name), 'junction')
  }
})

afterEach(() => {
  for (const [path, before] of planted) {
    if (before === undefined) rmSync(join(copy, path))
    else writeFileSync(join(copy, path), before)
  }
  planted.clear()
})

afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

/** Puts a file into the copy until the test is over. */
const plant = (path: string, text: string): void => {
  planted.set(path, existsSync(join(copy, path)) ? textOf(copy, path) : undefined)
  writeFileSync(join(copy, path), text)
}

/** Changes a file of the copy until the test is over; what is to be replaced must be there. */
const change = (path: string, from: string | RegExp, to: string): void => {
  const before = textOf(copy, path)
  const after = before.replace(from, to)
  expect(after, `${path} has no ${String(from)}`).not.toBe(before)
  plant(path, after)
}

const run = (program: string, ...args: string[]): { failed: boolean; output: string } => {
  const script = join(root, 'node_modules', program)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: copy, encoding: 'utf8' })
  return { failed: status !== 0, output: stdout + stderr }
}

const cruise = (path: string) =>
  run('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', 'tests/architecture.cjs', path)

/** Two capabilities of the server, and a file of the second. */
const siblings = (): { one: string; file: string } => {
  const files = filesIn(root, 'src/server').filter((path) => /^src\/server\/(?!core\/)[^/]+\/[^/]+\.ts$/.test(path))
  const [first = ''] = files
  const one = first.split('/')[2] ?? ''
  const file = files.find((path) => path.split('/')[2] !== one) ?? ''
  return { one, file: file.replace('src/server/', '../') }
}

test('a citizen file that imports the server is refused', () => {
  plant('src/citizen/planted.ts', "import { clock } from '#server/core/clock.ts'\nexport const now = clock.now\n")
  const { failed, output } = cruise('src/citizen/planted.ts')
  expect(failed).toBe(true)
  expect(output).toContain('citizen-stays-in-the-browser: src/citizen/planted.ts')
})

test('a component that imports the server is refused', () => {
  plant(
    'src/citizen/Planted.vue',
    '<script setup lang="ts">\nimport { clock } from \'../server/core/clock.ts\'\nconst now = clock.now()\n</script>\n\n<template>{{ now }}</template>\n'
  )
  const { failed, output } = cruise('src/citizen/Planted.vue')
  expect(failed).toBe(true)
  expect(output).toContain('citizen-stays-in-the-browser: src/citizen/Planted.vue')
})

test('a capability that imports its sibling is refused', () => {
  const { one, file } = siblings()
  const path = `src/server/${one}/planted.ts`
  plant(path, `import '${file}'\n`)
  const { failed, output } = cruise(path)
  expect(failed).toBe(true)
  expect(output).toContain(`no-sibling-capability: ${path}`)
})

test('a route without who does not compile, nor does one without a schema for its parameter', () => {
  plant(
    'src/contract/planted.ts',
    [
      "import * as T from 'typebox'",
      "import { defineRoutes } from './route.ts'",
      "export const unguarded = defineRoutes({ 'GET /unguarded': { summary: 'x', reply: { 200: T.Object({}) } } })",
      "export const unnamed = defineRoutes({ 'GET /x/:id': { who: 'anyone', summary: 'x', reply: { 200: T.Object({}) } } })",
      ''
    ].join('\n')
  )
  const { failed, output } = run('vue-tsc/bin/vue-tsc.js', '--build', 'src/contract', '--pretty', 'false')
  expect(failed).toBe(true)
  expect(output).toContain('src/contract/planted.ts(3,')
  expect(output).toContain('src/contract/planted.ts(4,')
})

test('a route without a row in the access table is named', async () => {
  change('tests/proofs/access.csv', /^.*POST[ ,]+\/letters\b(?!\/).*\n/gm, '')
  expect(await routesWithoutRow(copy)).toEqual(['POST /letters'])
})

test('a problem without words is named, for each language', async () => {
  change(
    'src/contract/problem.ts',
    'export const problems = {',
    "export const problems = { planted: { status: 418, title: 'x' },"
  )
  expect(await problemsWithoutWords(copy)).toEqual(['zh: planted', 'en: planted'])
})

test('an inline script in a page is named', () => {
  const page = filesIn(copy, 'src').find((path) => path.endsWith('.html')) ?? 'src/planted.html'
  plant(page, '<!doctype html><html><body><script>location.reload()</script></body></html>')
  expect(pagesWithInlineCode(copy)).toEqual([`${page}: <script>`])
})

test('HTML from a string outside Document.vue is named', () => {
  plant('src/citizen/Planted.vue', '<template><p v-html="text" /></template>\n')
  expect(htmlFromStrings(copy)).toEqual(['src/citizen/Planted.vue'])
})

test('a path and a script that README names and that do not exist are named', () => {
  plant('README.md', `${textOf(copy, 'README.md')}\nSee \`src/server/nowhere.ts\`, or run \`npm run nothing\`.\n`)
  expect(namedButMissing(copy)).toEqual(['README.md: src/server/nowhere.ts', 'README.md: npm run nothing'])
})
