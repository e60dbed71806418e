import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { problemsWithoutWords, untranslated, wordModules } from './words.ts'

test('every problem has Chinese and English words', async () => {
  expect(await problemsWithoutWords(root)).toEqual([])
})

test('every message stands in both languages', async () => {
  expect(wordModules(root).length).toBeGreaterThan(0)
  expect(await untranslated(root)).toEqual([])
})
