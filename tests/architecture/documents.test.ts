import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { namedButMissing } from './documents.ts'

test('every path and every npm script that README and ARCHITECTURE name exists', () => {
  expect(namedButMissing(root)).toEqual([])
})
