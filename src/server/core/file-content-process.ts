/** The process that checks one file: it is sent the bytes, answers with what is to be kept or why not, and ends. */
import type { ApartAnswer } from './file-content-apart.ts'
import { checkContent } from './file-content.ts'
import { RefusedFile } from './file-types.ts'

// a terminal or a service manager tells every process of the server to stop: this one ends with its parent, never before it
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit())

async function answer(bytes: Uint8Array): Promise<ApartAnswer> {
  try {
    return await checkContent(Buffer.from(bytes))
  } catch (error) {
    if (error instanceof RefusedFile) return { refused: error.reason }
    throw error
  }
}

process.once('message', (bytes: Uint8Array) => {
  void answer(bytes).then((told) => process.send?.(told))
})
