import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { routesForNobody, routesOf, routesWithoutRow, rowsWithoutRoute } from './access.ts'

test('every route says who may call it', async () => {
  expect(Object.keys(await routesOf(root)).length).toBeGreaterThan(0)
  expect(await routesForNobody(root)).toEqual([])
})

test('every route has a row in the access table', async () => {
  expect(await routesWithoutRow(root)).toEqual([])
})

test('the access table speaks of no route that is gone', async () => {
  expect(await rowsWithoutRoute(root)).toEqual([])
})
