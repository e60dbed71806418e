/**
 * Files of letters that have arrived, sent in pieces (tus). What the server has is asked anew each time, so that
 * a killed tab, a lost answer or a phone that was off for a week costs nothing but the last piece.
 */
import { DetailedError, type HttpResponse, Upload as Sending } from 'tus-js-client'
import { type ProblemDocument, problems, type ProblemSlug } from '#contract/problem.ts'
import { readUploads } from './kept-lists.ts'
import { probe, secondsAfter } from './network.ts'
import { aloneIfFree } from './one-sender.ts'
import { type KeptFile, phone, type Upload, type WaitReason, write } from './phone.ts'

const address = '/api/uploads'
const pieceBytes = 512 * 1024
/** No byte moved for so long: the connection is dead, whatever it says. */
const stalledMs = 60_000
/** How often the progress is written down. */
const progressMs = 700

/** What time may cure, besides everything that the server can't do at the moment (5xx). */
const passingStatus = [408, 409, 423, 425, 429]

type Ended =
  | { readonly kind: 'received' }
  | { readonly kind: 'waiting'; readonly reason: WaitReason; readonly seconds?: number }
  | { readonly kind: 'refused'; readonly problem: ProblemSlug }

/** Sends every file that may be sent now, one after the other; only one tab does. */
export async function uploadWhatIsDue(): Promise<void> {
  await aloneIfFree('uploads', async () => {
    for (let next = await nextDue(); next !== undefined; next = await nextDue()) {
      const network = await probe()
      const ended = network === 'there' ? await uploadOne(next) : waiting(next, network)
      await keep(next.id, ended)
      if (ended.lastFailure === 'offline') return
    }
  })
}

async function nextDue(): Promise<Upload | undefined> {
  const now = Date.now()
  return (await readUploads()).find(
    ({ state, notBefore }) => (state === 'waiting' || state === 'sending') && notBefore <= now
  )
}

/** What is to be written down after one try. */
async function uploadOne(upload: Upload): Promise<Partial<Upload>> {
  const file = await (await phone()).get('files', upload.id)
  if (file === undefined) return { state: 'lost' }
  await keep(upload.id, { state: 'sending' })
  const ended = await send(upload, file)
  if (ended.kind === 'refused') return { state: 'refused', lastFailure: ended.problem }
  if (ended.kind === 'waiting') return waiting(upload, ended.reason, ended.seconds)
  await received(upload)
  return {}
}

function waiting(upload: Upload, reason: WaitReason, seconds?: number): Partial<Upload> {
  const tried = reason !== 'offline'
  return {
    state: 'waiting',
    lastFailure: reason,
    tries: upload.tries + (tried ? 1 : 0),
    notBefore: tried ? Date.now() + (seconds ?? secondsAfter(upload.tries)) * 1000 : 0
  }
}

/** One try; ends when all bytes have arrived, or when nothing more can be done now. */
async function send(upload: Upload, file: KeptFile): Promise<Ended> {
  let shown = 0
  let lastWrite: Promise<unknown> = Promise.resolve()
  let stalled: ReturnType<typeof setTimeout> | undefined
  let stop: (reason: WaitReason) => void = () => undefined
  const stopped = new Promise<Ended>((resolve) => {
    stop = (reason) => resolve({ kind: 'waiting', reason })
  })
  const moved = (sent: number) => {
    clearTimeout(stalled)
    stalled = setTimeout(() => stop('no-answer'), stalledMs)
    const now = Date.now()
    if (now - shown < progressMs) return
    shown = now
    lastWrite = lastWrite.then(() => keep(upload.id, { sent })).catch(() => undefined)
  }
  const offline = () => stop('offline')
  addEventListener('offline', offline)
  moved(upload.sent)
  let sending: Sending | undefined
  const done = new Promise<Ended>((resolve) => {
    sending = new Sending(new Blob([file.bytes]), {
      endpoint: address,
      uploadUrl: `${address}/${upload.id}`,
      metadata: { attachment: upload.id },
      headers: { authorization: `Device ${upload.deviceToken}` },
      chunkSize: pieceBytes,
      // our own row remembers, our own waits apply
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(upload.id),
      retryDelays: null,
      onProgress: (sent) => moved(sent),
      onSuccess: ({ lastResponse }) => {
        const arrived = Number(lastResponse.getHeader('Upload-Offset'))
        resolve(arrived === upload.size ? { kind: 'received' } : { kind: 'waiting', reason: 'no-answer' })
      },
      onError: (error) => resolve(judge(error))
    })
    sending.start()
  })
  try {
    return await Promise.race([done, stopped])
  } finally {
    clearTimeout(stalled)
    removeEventListener('offline', offline)
    await sending?.abort().catch(() => undefined)
    // a late progress must not stand over the outcome
    await lastWrite
  }
}

/** What an error means for the file. Whatever is not the server's own word says nothing about it. */
function judge(error: Error): Ended {
  if (!navigator.onLine) return { kind: 'waiting', reason: 'offline' }
  const response = error instanceof DetailedError ? error.originalResponse : null
  const method = error instanceof DetailedError ? error.originalRequest.getMethod() : ''
  const status = response?.getStatus() ?? 0
  const slug = slugIn(response)
  const seconds = Number(response?.getHeader('Retry-After'))
  const wait = Number.isFinite(seconds) && seconds > 0 ? { seconds } : {}
  // a piece for something that is not there (any more): the next try begins anew
  const gone = status === 404 && method !== 'POST'
  if (slug === undefined || status >= 500 || passingStatus.includes(status) || gone)
    return { kind: 'waiting', reason: slug ?? 'no-answer', ...wait }
  return { kind: 'refused', problem: slug }
}

/** The problem that the server told; the page of a gateway on the way is none. */
function slugIn(response: HttpResponse | null): ProblemSlug | undefined {
  if (response?.getHeader('Content-Type')?.startsWith('application/problem+json') !== true) return undefined
  try {
    const slug = (JSON.parse(response.getBody()) as ProblemDocument).type.replace('/problems/', '')
    return Object.hasOwn(problems, slug) ? (slug as ProblemSlug) : undefined
  } catch {
    // the answer to a HEAD has no body
    return undefined
  }
}

/** All bytes are at the server: those of the phone go in the same step. */
async function received(upload: Upload): Promise<void> {
  await write(['uploads', 'files'], async (transaction) => {
    const row = await transaction.objectStore('uploads').get(upload.id)
    if (row !== undefined)
      await transaction.objectStore('uploads').put({ ...row, state: 'received', sent: row.size, tries: 0 })
    await transaction.objectStore('files').delete(upload.id)
  })
}

/** Writes only what is new: each write is heard by all tabs, and makes them look for something to send. */
async function keep(id: string, change: Partial<Upload>): Promise<void> {
  const known = await (await phone()).get('uploads', id)
  const fresh = Object.entries(change).some(([name, value]) => known?.[name as keyof Upload] !== value)
  if (known === undefined || !fresh) return
  await write(['uploads'], async (transaction) => {
    const row = await transaction.objectStore('uploads').get(id)
    if (row !== undefined) await transaction.objectStore('uploads').put({ ...row, ...change })
  })
}
