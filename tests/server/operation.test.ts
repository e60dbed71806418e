import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProblemDocument } from '#contract/problem.ts'
import { buildApp } from '#server/app.ts'
import { applicationRole, openDb, openPool } from '#server/core/db.ts'
import { draft } from './letter-stage.ts'
import { freshApp, freshConfig, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ METRICS_TOKEN: 'a-long-token', TRUSTED_PROXIES: '192.0.2.1' })
})

afterAll(async () => {
  await fresh.close()
})

const get = async (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  await fresh.app.inject({ url, headers, remoteAddress })

describe('what the operator asks', () => {
  test('alive and ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ alive: true })
    expect((await get('/readyz')).json()).toEqual({ ready: true })
  })

  test('a browser deletes what this site left on its disk when a page of this site asks, and no other', async () => {
    const own = await fresh.app.inject({ method: 'POST', url: '/clear-phone', headers: { 'x-clear-phone': 'yes' } })
    expect(own.statusCode).toBe(204)
    expect(own.headers['clear-site-data']).toBe('"cache", "storage"')
    for (const method of ['GET', 'POST'] as const) {
      const foreign = await fresh.app.inject({ method, url: '/clear-phone' })
      expect(foreign.statusCode).toBe(404)
      expect(foreign.headers).not.toHaveProperty('clear-site-data')
    }
  })

  test('metrics are shown to the token only', async () => {
    expect((await get('/metrics')).statusCode).toBe(404)
    expect((await get('/metrics', { authorization: 'Bearer wrong' })).statusCode).toBe(404)
    const shown = await get('/metrics', { authorization: 'Bearer a-long-token' })
    expect(shown.body).toContain('http_request_seconds_bucket')
    expect(shown.body).toContain('database_connections')
  })

  test('without a token only the machine itself reads them, not through a proxy', async () => {
    const plain = await freshApp()
    try {
      const status = async (headers: Record<string, string>, remoteAddress: string) =>
        (await plain.app.inject({ url: '/metrics', headers, remoteAddress })).statusCode
      expect(await status({}, '127.0.0.1')).toBe(200)
      expect(await status({}, '198.51.100.7')).toBe(404)
      expect(await status({ 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1')).toBe(404)
    } finally {
      await plain.close()
    }
  })

  test('a database that is away is answered with 503 and when to come again', async () => {
    const pool = openPool(
      { host: '127.0.0.1', port: 1, user: 'nobody', database: 'nothing' },
      { role: applicationRole }
    )
    const app = await buildApp(freshConfig(fresh.config.dataDir), { db: openDb(pool), pool })
    try {
      for (const url of ['/readyz', '/api/home']) {
        const response = await app.inject({ url })
        expect(response.statusCode).toBe(503)
        expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
        expect(response.json<ProblemDocument>().type).toBe('/problems/unavailable')
        expect(response.body).not.toMatch(/ECONN|127\.0\.0\.1|nobody/)
      }
      expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200)
    } finally {
      await app.close()
      await pool.end()
    }
  })
})

describe('every answer', () => {
  test('carries a request id and the headers that keep a page safe', async () => {
    const { headers } = await get('/api/home')
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['x-powered-by']).toBeUndefined()
  })

  test.each([
    ['/api/nothing', 404, 'not-found'],
    ['/nothing.js', 404, 'not-found'],
    ['/api/letters/%00', 400, 'bad-request'],
    ['/api/letters/%E0%A4%A', 400, 'bad-request'],
    [`/api/letters/${'x'.repeat(90)}`, 404, 'not-found']
  ])('%s is a problem with %i', async (url, status, slug) => {
    const response = await get(url, { accept: 'application/json', authorization: 'Code K7QF-3M9X-2HTD' })
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(response.json<ProblemDocument>()).toMatchObject({ type: `/problems/${slug}`, status })
  })

  test('a forwarded address counts only from a proxy that is trusted', async () => {
    const strict = await freshApp({ LETTERS_PER_HOUR: '1', TRUSTED_PROXIES: '192.0.2.1' })
    const send = async (forwarded: string, remoteAddress: string) => {
      const headers = { 'x-forwarded-for': forwarded }
      return (
        await strict.app.inject({ method: 'POST', url: '/api/letters', payload: draft(), headers, remoteAddress })
      ).statusCode
    }
    try {
      expect(await send('198.51.100.1', '203.0.113.5')).toBe(201)
      expect(await send('198.51.100.2', '203.0.113.5')).toBe(428)
      expect(await send('198.51.100.3', '192.0.2.1')).toBe(201)
      expect(await send('198.51.100.4', '192.0.2.1')).toBe(201)
      // only the last hop was seen by the proxy; what stands before it was forged
      expect(await send('10.9.9.9, 198.51.100.4', '192.0.2.1')).toBe(428)
    } finally {
      await strict.close()
    }
  })

  test('what is not HTTP is answered as a problem too', async () => {
    const { app, close } = await freshApp()
    try {
      const address = await app.listen({ host: '127.0.0.1', port: 0 })
      const socket = connect(Number(new URL(address).port), '127.0.0.1')
      socket.write('NONSENSE\r\n\r\n')
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString()
      expect(text).toMatch(/^HTTP\/1\.1 400 /)
      expect(text).toContain('"/problems/bad-request"')
    } finally {
      await close()
    }
  })
})

describe('the API describes itself', () => {
  test('as OpenAPI 3.1, with every problem as problem+json', async () => {
    const document = (await get('/api/openapi.json')).json<{
      openapi: string
      paths: Record<string, Record<string, { responses: object }>>
    }>()
    expect(document.openapi).toBe('3.1.0')
    const responses = document.paths['/api/letters']?.['post']?.responses
    expect(Object.keys(responses ?? {})).toEqual(['201', 'default'])
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('openapi.snapshot.json')
  })

  test('on a page with its own assets and no inline script', async () => {
    const page = await get('/api/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/)
    expect(page.body).not.toMatch(/(src|href)="https?:/)
    expect(page.headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'")
  })
})
