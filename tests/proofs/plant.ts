/**
 * A plant takes a real guard out of the running program: pieces of its source are replaced as Node reads them.
 * Servers get this file by `--import`, with the plants as JSON in PROOF_PLANTS; each says on standard error that it was set.
 */
import { registerHooks } from 'node:module'

export interface Plant {
  /** where the guard stands, from `src/` on */
  readonly file: string
  /** the guard, as it stands in the source once and once only */
  readonly guard: string
  /** what stands there instead */
  readonly instead: string
}

export const plantWord = (file: string): string => `planted in ${file}`

const plants = JSON.parse(process.env['PROOF_PLANTS'] ?? '[]') as readonly Plant[]

if (plants.length > 0) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const here = plants.filter(({ file }) => url.endsWith(`/${file}`))
      if (here.length === 0 || !loaded.source) return loaded
      let source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
      for (const { file, guard, instead } of here) {
        const found = source.split(guard).length - 1
        if (found !== 1) throw new Error(`the plant found nothing to remove: ${file} holds ${guard} ${found} times`)
        source = source.replace(guard, () => instead)
        process.stderr.write(`${plantWord(file)}\n`)
      }
      return { ...loaded, source }
    }
  })
}
