/** What the tests of files share: a server that listens, and phones that send files to it by tus. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request as ask, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import type { Attachment, Letter, LetterDraft } from '#contract/letters.ts'
import type { FreshApp } from './fresh-app.ts'
import { draft, open, sent } from './letter-stage.ts'

/** A letter that was sent, and whose files are awaited. */
export interface Sender {
  readonly letter: LetterDraft
  readonly number: string
  readonly authorization: string
  readonly ids: readonly string[]
}

/** Sends a letter that declares files. */
export const sendLetter = async (
  { app }: FreshApp,
  files: readonly { name: string; size: number }[]
): Promise<Sender> => {
  const attachments = files.map((file) => ({ id: uuidv7(), ...file }))
  const letter = draft({ attachments })
  const { number } = await sent(app, letter)
  return { letter, number, authorization: `Device ${letter.deviceToken}`, ids: attachments.map(({ id }) => id) }
}

/** Sends a letter that declares one file. */
export const one = async (fresh: FreshApp, size: number, name = '房产证.pdf'): Promise<Sender & { id: string }> => {
  const sender = await sendLetter(fresh, [{ name, size }])
  return { ...sender, id: sender.ids[0]! }
}

/** Where the bytes of a file on its way stand. */
export const piecePath = ({ config }: FreshApp, id: string): string => join(config.dataDir, 'uploads', id)

/** The stored files that belong to an attachment. */
export const storedOf = ({ config }: FreshApp, id: string): string[] =>
  readdirSync(join(config.dataDir, 'files'), { recursive: true, encoding: 'utf8' }).filter((path) => path.includes(id))

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const listeners = new Set<FreshApp['app']>()

/**
 * Listens. Building a server keeps this process busy, and where the machine is busy too every server in it takes that for
 * pressure and answers 503 for a second: none is used before all of them are at ease again.
 */
export const listening = async ({ app }: Pick<FreshApp, 'app'>): Promise<void> => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  listeners.add(app)
  for (const one of listeners) {
    for (let left = 200; left > 0 && one.server.listening; left -= 1) {
      if ((await one.inject('/healthz')).statusCode === 200) break
      await wait(50)
    }
  }
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request over a real connection. */
export const over = async (
  { app }: FreshApp,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer
): Promise<Answer> => {
  const { port } = app.server.address() as AddressInfo
  return await new Promise((resolve, reject) => {
    const request = ask({ host: '127.0.0.1', port, method, path: `/api${path}`, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
      )
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

const tus = { 'tus-resumable': '1.0.0' }

export const create = async (
  fresh: FreshApp,
  id: string,
  size: number,
  authorization: string,
  metadata = `attachment ${Buffer.from(id).toString('base64')}`
): Promise<Answer> =>
  await over(fresh, 'POST', '/uploads', {
    ...tus,
    authorization,
    'upload-length': String(size),
    'upload-metadata': metadata
  })

export const patch = async (
  fresh: FreshApp,
  id: string,
  offset: number,
  bytes: Buffer,
  authorization: string
): Promise<Answer> =>
  await over(
    fresh,
    'PATCH',
    `/uploads/${id}`,
    {
      ...tus,
      authorization,
      'content-type': 'application/offset+octet-stream',
      'content-length': String(bytes.length),
      'upload-offset': String(offset)
    },
    bytes
  )

export const head = async (fresh: FreshApp, id: string, authorization: string): Promise<Answer> =>
  await over(fresh, 'HEAD', `/uploads/${id}`, { ...tus, authorization })

/** How far an upload is. */
export const offsetOf = async (fresh: FreshApp, id: string, authorization: string): Promise<number> =>
  Number((await head(fresh, id, authorization)).headers['upload-offset'])

/** The problem that an answer is; undefined when it is none. */
export const slugIn = ({ headers, body }: Answer): string | undefined =>
  headers['content-type']?.startsWith('application/problem+json')
    ? (JSON.parse(body.toString('utf8')) as { type: string }).type.replace('/problems/', '')
    : undefined

/** The files of a letter as its sender sees them. */
export const filesOf = async ({ app }: FreshApp, { number, authorization }: Sender): Promise<Attachment[]> =>
  (await open(app, number, authorization)).json<Letter>().attachments

/** A file once it is decided. */
export const decided = async (fresh: FreshApp, sender: Sender, index = 0): Promise<Attachment> => {
  for (let left = 300; left > 0; left -= 1) {
    const file = (await filesOf(fresh, sender))[index]!
    if (file.state === 'kept' || file.state === 'refused') return file
    await wait(50)
  }
  throw new Error('the file was never decided')
}

/** Sends a letter with one file, all of it at once, and waits until it is decided. */
export const sendFile = async (
  fresh: FreshApp,
  bytes: Buffer,
  name = '材料'
): Promise<{ sender: Sender; file: Attachment }> => {
  const sender = await sendLetter(fresh, [{ name, size: bytes.length }])
  const sentFile = await patch(fresh, sender.ids[0]!, 0, bytes, sender.authorization)
  if (sentFile.status !== 204) throw new Error(`${sentFile.status} ${sentFile.body.toString('utf8')}`)
  return { sender, file: await decided(fresh, sender) }
}

/** Reads a file as its sender. */
export const download = async (fresh: FreshApp, { number, authorization, ids }: Sender, index = 0): Promise<Answer> =>
  await over(fresh, 'GET', `/letters/${number}/attachments/${ids[index]}`, { authorization })
