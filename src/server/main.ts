/**
 * What `npm start` runs. What Node has compiled is kept beside the other caches, so that the next start need not
 * compile it again; the modules are loaded after that is set, therefore not by an import above.
 */
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'

enableCompileCache(resolve(import.meta.dirname, '../../node_modules/.cache/node'))
await import('./serve.ts')
