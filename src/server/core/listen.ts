/** Listens on IPv4 and IPv6 alike, whatever the machine's list of hosts says of `localhost`. */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

const ownAddress = /^(127\.|::1$|::ffff:127\.)/

/**
 * Starts to listen; returns the port. `localhost` is heard on both loopback addresses and on nothing else.
 * A machine without IPv6 is listened to on IPv4. Throws what `listen` throws, such as EADDRINUSE.
 */
export async function listen(app: FastifyInstance, { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  const local = host === 'localhost'
  if (local) {
    // one socket for both families; strangers are let go before they have said a word
    app.server.prependListener('connection', (socket: Socket) => {
      if (!ownAddress.test(socket.remoteAddress ?? '')) socket.destroy()
    })
  }
  try {
    await app.listen({ host: local ? '::' : host, port })
  } catch (error) {
    const { code } = error as { code?: string }
    if ((code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') || !(local || host === '::')) throw error
    await app.listen({ host: local ? '127.0.0.1' : '0.0.0.0', port })
  }
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : port
}
