import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { listen } from '#server/core/listen.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'

let fresh: FreshApp

afterEach(async () => {
  await fresh.close()
})

/** What a plain client gets from an address: the status line, or nothing. */
const ask = async (host: string, port: number): Promise<string> =>
  await new Promise((resolve) => {
    let text = ''
    const socket = connect(port, host, () =>
      socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    )
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''))
  })

describe('the server listens', () => {
  test('on both loopback addresses, and to nobody else, when it is to serve this machine only', async () => {
    fresh = await freshApp()
    const port = await listen(fresh.app, { host: 'localhost', port: 0 })
    expect(await ask('127.0.0.1', port)).toBe('HTTP/1.1 200 OK')
    expect(await ask('::1', port)).toBe('HTTP/1.1 200 OK')
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4')
    if (outside) expect(await ask(outside.address, port)).toBe('')
  })

  test('where it is told to', async () => {
    fresh = await freshApp()
    const port = await listen(fresh.app, { host: '127.0.0.1', port: 0 })
    expect(await ask('127.0.0.1', port)).toBe('HTTP/1.1 200 OK')
    expect(await ask('::1', port)).toBe('')
  })

  test('and says that a port is taken', async () => {
    fresh = await freshApp()
    const port = await listen(fresh.app, { host: '127.0.0.1', port: 0 })
    const other = await freshApp()
    await expect(listen(other.app, { host: '127.0.0.1', port })).rejects.toThrow(/EADDRINUSE/)
    await other.close()
  })
})
