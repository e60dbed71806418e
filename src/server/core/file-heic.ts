/** The thread that decodes one HEIC picture. It answers with RGBA pixels, upright already, or with why not. */
import { parentPort, workerData } from 'node:worker_threads'
import decode from 'heic-decode'
import type { HeicAnswer } from './file-pictures.ts'

const { bytes, mostPixels } = workerData as { bytes: Uint8Array; mostPixels: number }

async function answer(): Promise<HeicAnswer> {
  const [picture] = await decode.all({ buffer: bytes })
  if (!picture) return { refused: 'broken' }
  // said by the header; the pixels are not there yet
  if (picture.width * picture.height > mostPixels) return { refused: 'too-large' }
  return await picture.decode()
}

const found = await answer().catch((): HeicAnswer => ({ refused: 'broken' }))
parentPort?.postMessage(found, 'data' in found ? [found.data.buffer as ArrayBuffer] : [])
