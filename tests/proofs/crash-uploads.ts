/** Files of crash:app: sent in pieces by the tus protocol, from wherever the server says that it has got to, through every outage. */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import { uuidv7 } from 'uuidv7'
import { longPdf } from '../server/attachment-makers.ts'

interface Document {
  readonly id: string
  readonly bytes: Buffer
}

/** A file as the phone remembers it once its last byte was acknowledged. */
export interface SentFile extends Document {
  readonly number: string
}

/** So many bytes a piece: a document takes seven. */
const pieceLength = 24_000

/** A document that the server keeps as it came, so that every byte can be compared. */
export const freshDocument = (): Document => ({ id: uuidv7(), bytes: longPdf(150_000) })

interface Book {
  readonly count: (status: number) => void
  readonly faults: string[]
  readonly retryMs: number
}

/** Sends a file to its end. What no outage may answer is a fault. */
export const sendPieces = async (base: string, token: string, { id, bytes }: Document, book: Book): Promise<void> => {
  const own = { authorization: `Device ${token}`, 'tus-resumable': '1.0.0' }
  const call = async (method: string, path: string, headers: object, body?: Buffer): Promise<Response | undefined> => {
    try {
      const signal = AbortSignal.timeout(10_000)
      const response = await fetch(`${base}/api/uploads${path}`, {
        method,
        headers: { ...own, ...headers },
        ...(body ? { body: new Uint8Array(body) } : {}),
        signal
      })
      book.count(response.status)
      if (response.status >= 500 && response.status !== 503) book.faults.push(`${method} of a file: ${response.status}`)
      return response
    } catch {
      book.count(0)
      return undefined
    }
  }
  for (;;) {
    const asked = await call('HEAD', `/${id}`, {})
    const offset = asked?.ok ? Number(asked.headers.get('upload-offset')) : undefined
    if (offset === bytes.length) return
    if (asked?.status === 404) {
      const metadata = `attachment ${Buffer.from(id).toString('base64')}`
      await call('POST', '', { 'upload-length': String(bytes.length), 'upload-metadata': metadata })
    } else if (offset === undefined) await wait(book.retryMs)
    else {
      const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
      await call('PATCH', `/${id}`, headers, bytes.subarray(offset, offset + pieceLength))
    }
  }
}

/** Which acknowledged files the server does not hold as they were sent; those still being checked are waited for. */
export const missingFiles = async (client: Client, files: readonly SentFile[]): Promise<string[]> => {
  interface Row {
    id: string
    state: string
    sha256: Buffer | null
  }
  const ids = files.map(({ id }) => id)
  let rows: Row[] = []
  for (let tries = 0; tries < 240; tries += 1) {
    const kept = await client.query<Row>('select id, state, sha256 from letter_attachments where id = any ($1)', [ids])
    rows = kept.rows
    if (rows.every(({ state }) => state !== 'checking')) break
    await wait(500)
  }
  const byId = new Map(rows.map((row) => [row.id, row]))
  return files.flatMap(({ id, bytes, number }) => {
    const row = byId.get(id)
    const whole = row?.sha256?.equals(createHash('sha256').update(bytes).digest())
    return whole
      ? []
      : [
          `the file of ${number} was acknowledged and is ${row?.state ?? 'not there'}, ${whole === false ? 'with other bytes' : 'without bytes'}`
        ]
  })
}
