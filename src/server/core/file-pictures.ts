/** Pictures are not kept as they came: they are decoded and made anew, so that nothing is left but what can be seen. */
import { Worker } from 'node:worker_threads'
import sharp, { type Sharp } from 'sharp'
import { RefusedFile, type Checked } from './file-types.ts'

/** The formats that may be sent, by what their bytes are. */
const readable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif'])
const apple: ReadonlySet<string> = new Set(['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'])

export const isPicture = (type: string): boolean => readable.has(type) || apple.has(type)

/** More pixels than any phone's picture of 10 MB has; less than would exhaust the memory of a small server. */
const mostPixels = 64_000_000
const longestSide = 4096
const mostSeconds = 60

// one picture at a time uses one core and no memory that outlives it
sharp.concurrency(1)
sharp.cache(false)
// libvips reads dozens of formats, some of them through old and large libraries: all but ours are switched off
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer'
  ]
})

const input = { failOn: 'error', limitInputPixels: mostPixels, pages: 1, animated: false } as const

/** Decodes, turns upright, shrinks and encodes; metadata of any kind (EXIF, GPS, XMP, profiles, comments) is left behind. */
async function anew(picture: Sharp, as: 'jpeg' | 'png'): Promise<Checked> {
  const upright = picture
    .timeout({ seconds: mostSeconds })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
  if (as === 'png') return { type: 'image/png', content: await upright.png({ compressionLevel: 7 }).toBuffer() }
  const content = await upright.flatten({ background: '#ffffff' }).jpeg({ quality: 85 }).toBuffer()
  return { type: 'image/jpeg', content }
}

interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

export type HeicAnswer = Pixels | { readonly refused: 'broken' | 'too-large' }

/** Decodes HEIC in a thread of its own: it takes seconds, and a decoder that fails or hangs takes only its thread with it. */
async function decodeHeic(bytes: Buffer): Promise<Pixels> {
  const worker = new Worker(new URL('./file-heic.ts', import.meta.url), {
    workerData: { bytes, mostPixels },
    // the decoder prints what it thinks of a file; our log has a form of its own
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 256 }
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<HeicAnswer>((resolve) => {
      const broken = () => resolve({ refused: 'broken' })
      timer = setTimeout(broken, mostSeconds * 1000)
      worker.once('message', resolve)
      worker.once('error', broken)
      worker.once('exit', broken)
    })
    if ('refused' in answer) throw new RefusedFile(answer.refused)
    return answer
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

let lastHeic: Promise<unknown> = Promise.resolve()

/** One after the other: the largest take 600 MB while they are decoded. */
async function anewFromHeic(bytes: Buffer): Promise<Checked> {
  const turn = lastHeic.then(async () => {
    const { width, height, data } = await decodeHeic(bytes)
    return await anew(sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: mostPixels }), 'jpeg')
  })
  lastHeic = turn.catch(() => undefined)
  return await turn
}

async function anewFrom(bytes: Buffer, type: string): Promise<Checked> {
  if (apple.has(type)) return await anewFromHeic(bytes)
  const picture = sharp(bytes, input)
  const { width, height, hasAlpha } = await picture.metadata()
  if (width * height > mostPixels) throw new RefusedFile('too-large')
  // every desk opens JPEG and PNG; not every one opens WebP, and of a GIF the first picture is kept
  const lossless = type === 'image/png' || type === 'image/apng' || type === 'image/gif' || hasAlpha
  return await anew(picture, lossless ? 'png' : 'jpeg')
}

/** Makes a picture anew, as JPEG or PNG; throws RefusedFile. */
export async function checkPicture(bytes: Buffer, type: string): Promise<Checked> {
  try {
    return await anewFrom(bytes, type)
  } catch (error) {
    if (error instanceof RefusedFile) throw error
    // the decoder's own words are of no use to anybody outside
    throw new RefusedFile(error instanceof Error && /pixel limit/.test(error.message) ? 'too-large' : 'broken')
  }
}

/** A picture that was made smaller, as JPEG. */
export interface Shrunk {
  readonly content: Buffer
  readonly width: number
  readonly height: number
}

/** Makes a picture that `checkPicture` gave smaller, for a place where no more of it is seen. */
export async function shrink(content: Buffer, side: number): Promise<Shrunk> {
  const { data, info } = await sharp(content, input)
    .timeout({ seconds: mostSeconds })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer({ resolveWithObject: true })
  return { content: data, width: info.width, height: info.height }
}
