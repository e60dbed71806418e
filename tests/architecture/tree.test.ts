import { expect, test } from 'vitest'
import { root } from '../step.ts'
import { blinders, longFiles, namelessPlaces, strayAtTheTop } from './tree.ts'

test('the top level holds nothing but what the house allows', () => {
  expect(strayAtTheTop(root)).toEqual([])
})

test('every file and folder is named by what it holds', () => {
  expect(namelessPlaces(root)).toEqual([])
})

test('no file has grown over 350 lines', () => {
  expect(longFiles(root)).toEqual([])
})

test('no file tells a tool to look away', () => {
  expect(blinders(root)).toEqual([])
})
