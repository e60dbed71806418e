/** A plant that names a line which is no longer there removes nothing: each is looked up here, since not all run in every run. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../step.ts'

interface Named {
  readonly proof: string
  readonly file: string
  readonly guard: string
}

const literal = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|` + '`[^`]*`'
const shape = new RegExp(`\\bfile(?:: (${literal}))?,\\s*guard:\\s*(${literal})`, 'g')

/** What a literal says; only the escapes that plants use. */
const said = (written: string): string =>
  written.slice(1, -1).replace(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter))

const proofs = globSync('tests/proofs/*.ts', { cwd: root }).filter((name) => !name.endsWith('/plant.ts'))
const plants = proofs.flatMap((proof): Named[] => {
  const source = readFileSync(join(root, proof), 'utf8')
  const [, own = "''"] = /^const file = (.*)$/m.exec(source) ?? []
  const found = [...source.matchAll(shape)]
  expect(found.length, `guards of ${proof} that this test can read`).toBe(
    source.split(/\bguard:(?! Plant\b)/).length - 1
  )
  return found.map(([, file = own, guard = "''"]) => ({ proof, file: said(file), guard: said(guard) }))
})

describe('the guard that a plant removes stands in the program once', () => {
  test('there are plants', () => expect(plants.length).toBeGreaterThan(20))

  test.each(plants)('$proof: $guard', ({ file, guard }) => {
    expect(readFileSync(join(root, file), 'utf8').split(guard).length - 1).toBe(1)
  })
})
