/** Calls of secret:planted: each notes which fields of the contract carried a planted word, and keeps what was answered. */
import { setTimeout as wait } from 'node:timers/promises'
import { ask, type Answer, type Session } from './caller.ts'
import type { Words } from './secret-words.ts'

export interface Call {
  readonly session?: Session | undefined
  readonly authorization?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  /** a file, sent as it is */
  readonly bytes?: Buffer
  readonly query?: Readonly<Record<string, string>>
  /** what must come back; anything from 400 on for a request that is meant to fail */
  readonly status?: number | 'fails'
}

const success: Readonly<Record<string, number>> = { GET: 200, POST: 200, PUT: 200 }

export interface Caller {
  readonly base: string
  readonly words: Words
  /** `METHOD /path field` of everything that carried a word */
  readonly fields: Set<string>
  /** the answers to what was meant to fail */
  readonly refusals: Buffer[]
  /** `path` as the contract writes it, `:name` taken from `names`. */
  readonly call: (method: string, path: string, names: Readonly<Record<string, string>>, call?: Call) => Promise<Answer>
}

/** An answer as bytes, with its headers. */
export const asBytes = ({ status, headers, text }: Answer): Buffer =>
  Buffer.from(`${status}\n${JSON.stringify(headers)}\n${text}`)

/** All leaves of a body that are texts, by their place. */
const leaves = (value: unknown, place = ''): [string, string][] => {
  if (typeof value === 'string') return [[place, value]]
  if (Array.isArray(value)) return value.flatMap((one: unknown) => leaves(one, `${place}[]`))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, one]) => leaves(one, place === '' ? name : `${place}.${name}`))
}

export const callerOf = (base: string, words: Words): Caller => {
  const fields = new Set<string>()
  const refusals: Buffer[] = []
  return {
    base,
    words,
    fields,
    refusals,
    async call(method, path, names, call = {}) {
      const { query = {}, body, bytes, status = success[method] ?? 200, ...asking } = call
      for (const [field, text] of [...leaves(body), ...leaves(query), ...Object.entries(names)]) {
        if (words.standIn(text)) fields.add(`${method} ${path} ${field}`)
      }
      const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(names[name] ?? ''))
      const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query).toString()}` : ''
      const send = (): Promise<Answer> => ask(base, method, `${filled}${search}`, { ...asking, body: bytes ?? body })
      let answer = await send()
      // a busy machine makes the server ask for patience
      for (let left = 5; answer.status === 503 && left > 0; left -= 1) {
        await wait(300)
        answer = await send()
      }
      if (status === 'fails') {
        if (answer.status < 400) throw new Error(`${method} ${path} did not fail`)
        refusals.push(asBytes(answer))
      } else if (answer.status !== status) {
        throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`)
      }
      return answer
    }
  }
}

interface SentFile {
  readonly id: string
  readonly authorization: string
  readonly content: Buffer
  /** what a tus client tells beside the id; the server has no use for it */
  readonly name: string
  /** how much of it is sent */
  readonly length?: number
}

/** Sends a file by the tus protocol in one piece. */
export const sendFile = async ({ base }: Caller, file: SentFile): Promise<void> => {
  const { id, authorization, content, name, length = content.length } = file
  const headers = { authorization, 'tus-resumable': '1.0.0' }
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const made = await fetch(`${base}/api/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(content.length),
      'upload-metadata': `attachment ${base64(id)},filename ${base64(name)}`
    }
  })
  if (made.status !== 201) throw new Error(`beginning an upload: ${made.status} ${await made.text()}`)
  const sent = await fetch(`${base}/api/uploads/${id}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(content.subarray(0, length))
  })
  if (sent.status !== 204) throw new Error(`sending a file: ${sent.status} ${await sent.text()}`)
}
