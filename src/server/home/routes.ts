/** The home page's route. */
import type { FastifyInstance } from 'fastify'
import type { Context } from '../core/context.ts'
import { route } from '../core/route.ts'
import { readHome, type HomeProvider } from './store.ts'

export function registerHomeRoutes(app: FastifyInstance, context: Context, provider: HomeProvider): void {
  route(app, context, 'GET /home', async () => await readHome(context, provider))
}
