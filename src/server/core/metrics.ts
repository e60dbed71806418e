/** Figures for the operator's monitoring, in Prometheus' format. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Config } from './config.ts'
import { problem } from './problems.ts'

const ownAddress = /^(127\.|::1$|::ffff:127\.)/

/** With a token: whoever shows it. Without: this machine itself, not through a proxy. */
function mayRead(config: Config, request: FastifyRequest): boolean {
  if (config.metricsToken === undefined) {
    return (
      ownAddress.test(request.socket.remoteAddress ?? '') &&
      request.headers['x-forwarded-for'] === undefined &&
      request.headers.forwarded === undefined
    )
  }
  const shown = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${config.metricsToken}`)
  return shown.length === wanted.length && timingSafeEqual(shown, wanted)
}

/** Registers `/metrics`: requests by route and status, connections of the database, the process itself. */
export function registerMetrics(app: FastifyInstance, config: Config, pool: Pool): void {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [register]
  })
  const connections = new Gauge({
    name: 'database_connections',
    help: 'connections of the pool',
    labelNames: ['state'],
    registers: [register],
    collect() {
      connections.set({ state: 'open' }, pool.totalCount)
      connections.set({ state: 'idle' }, pool.idleCount)
      connections.set({ state: 'waiting' }, pool.waitingCount)
    }
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(config, request)) throw problem('not-found')
    return reply.type(register.contentType).send(await register.metrics())
  })
}
