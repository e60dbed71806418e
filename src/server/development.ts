/** `npm run dev`: the citizen's pages straight from their sources through Vite, everything else as in earnest. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Renderer } from '#contract/pages.ts'
import type { PageSource } from './core/pages.ts'
import { builtSource } from './build.ts'

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Pages from their sources, and the hook that lets Vite answer for modules. The desk is served as built. */
export async function developmentSource(): Promise<{ source: PageSource; attach: (app: FastifyInstance) => void }> {
  const { builtFolder } = await builtSource()
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: file('vite.config.ts'),
    server: { middlewareMode: true },
    appType: 'custom'
  })
  const source: PageSource = {
    renderer: {
      render: async (path, language, data) => {
        const { render } = (await vite.ssrLoadModule(file('src/citizen/render.ts'))) as Renderer
        return await render(path, language, data)
      }
    },
    builtFolder,
    shell: async (path) => await vite.transformIndexHtml(path, await readFile(file('src/citizen/index.html'), 'utf8')),
    keep: false,
    strict: false
  }
  return {
    source,
    attach(app) {
      app.addHook('onRequest', async (request, reply) => {
        if (!/^\/(@|node_modules\/|.*\.(ts|vue|css)(\?|$)|\.?src\/)/.test(request.url)) return
        await new Promise<void>((resolve) => {
          reply.raw.on('finish', resolve)
          vite.middlewares(request.raw, reply.raw, () => resolve())
        })
        if (reply.raw.writableEnded) reply.hijack()
      })
      app.addHook('onClose', async () => await vite.close())
    }
  }
}
