/** The gate (`npm test`) and the whole (`npm run test:whole`): whatever is not in the one is in the other. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { all, gate } from '../proofs/proofs.ts'
import { root } from '../step.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('every program that proves something is among the proofs, all of which the whole runs', () => {
  const programs = globSync('tests/proofs/*.ts', { cwd: root }).flatMap((path) => {
    const [, name] = /^await prove\('([\w:-]+)'/m.exec(read(path)) ?? []
    return name === undefined ? [] : [{ name, path }]
  })
  expect(programs.map(({ name }) => name).toSorted()).toEqual([...all].toSorted())
  for (const { name, path } of programs) expect(path).toBe(join('tests/proofs', `${name.replace(':', '-')}.ts`))
})

test('every proof of the gate says why it stands there', () => {
  expect(Object.entries(gate).filter(([, why]) => !why.trim())).toEqual([])
})

test('journeys know one tag, which leaves them to the whole, and none is left out any other way', () => {
  const found = globSync('tests/journeys/*.spec.ts', { cwd: root }).flatMap((path) => [
    ...read(path).matchAll(/(?<=[\s'"`])@\w[\w-]*(?=['"`\s])|\btest\.(?:skip|fixme|only|fail)\b/g)
  ])
  expect([...new Set(found.map(([word]) => word))]).toEqual(['@whole'])
})

test('CI runs the gate, and both commands are the one program', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  expect(read('.ci/run').trim().split('\n').at(-1)).toBe('npm test')
  expect([scripts['test'], scripts['test:whole']]).toEqual(['node tests/run.ts', 'node tests/run.ts --whole'])
})
