/** OpenAPI 3.1 made from the contract, and a page to read it with its own assets. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { ProblemDocument } from '#contract/problem.ts'

/** Registers `/api/openapi.json` and `/api/docs`; before any route, so that all are seen. */
export async function registerDocuments(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wenzheng 问政',
        version: '1',
        description:
          'Every failure is an application/problem+json document (RFC 9457) whose type is /problems/<slug>. ' +
          'A tag says who may call: anyone, a holder (authorization: Code … or Device …), or staff with a permission.'
      },
      components: { schemas: { Problem: ProblemDocument as unknown as Record<string, never> } }
    },
    transform: ({ schema, url }) => {
      const response = schema.response as Record<string, unknown> | undefined
      if (!response) return { schema, url }
      const failure = {
        description: 'a problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
      }
      return { schema: { ...schema, response: { ...response, default: failure } }, url }
    }
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, uiConfig: { docExpansion: 'list' } })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
