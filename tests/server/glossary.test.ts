import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Glossary } from '#contract/glossary.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp()
})

afterAll(async () => {
  await fresh.close()
})

const get = async (path: string) => await fresh.app.inject({ url: `/api${path}` })

test('anybody reads all terms, and one of them by its address', async () => {
  const all = await get('/glossary')
  expect(all.statusCode).toBe(200)
  const { terms, digest } = all.json<Glossary>()
  expect(digest).not.toBe('')
  const one = await get(`/glossary/${terms[0]?.slug}`)
  expect(one.json()).toEqual(terms[0])
})

test('a term that there is not is not found', async () => {
  const answer = await get('/glossary/no-such-term')
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ type: '/problems/not-found' })
})
