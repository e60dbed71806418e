/** A real mail server in the test: it takes mail over SMTP and shows what it was given, decoded as a mail program would. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  /** from the envelope: where it really goes */
  readonly to: readonly string[]
  readonly from: string
  /** by name in lower case, unfolded, encoded words read */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** head and body as they came over the wire */
  readonly raw: string
}

const bytesOf = (body: string, encoding: string): Buffer => {
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'utf8')
  const joined = body.replace(/=\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1'
  )
}

/** Encoded words of RFC 2047; the spaces between two of them do not count. */
const readWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('latin1')
        : bytesOf(word.replaceAll('_', ' '), 'quoted-printable').toString('latin1')
    )

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

const read = (raw: string, from: string, to: readonly string[]): Mail => {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      const value = line.slice(colon + 1).trim()
      return [line.slice(0, colon).toLowerCase(), value.includes('=?') ? utf8(readWords(value)) : value]
    })
  )
  const body = bytesOf(raw.slice(end + 4), (headers['content-transfer-encoding'] ?? '').toLowerCase())
  return { from, to, headers, raw, text: body.toString('utf8').replaceAll('\r\n', '\n') }
}

export interface MailServer {
  readonly port: number
  readonly mails: Mail[]
  /** answered to a recipient instead of taking it; undefined takes all */
  refuse: ((address: string) => { code: number; say: string } | undefined) | undefined
  /** called when a mail has been taken, before its sender is told so */
  taken: (() => Promise<unknown>) | undefined
  readonly stop: () => Promise<void>
  /** again, at the same port */
  readonly start: () => Promise<void>
}

const serve = async (own: Pick<MailServer, 'mails' | 'refuse' | 'taken'>, port: number): Promise<SMTPServer> => {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const refused = own.refuse?.(address)
      done(refused && Object.assign(new Error(refused.say), { responseCode: refused.code }))
    },
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = mailFrom === false ? '' : mailFrom.address
        const to = rcptTo.map(({ address }) => address)
        own.mails.push(read(Buffer.concat(chunks).toString('utf8'), from, to))
        void (own.taken?.() ?? Promise.resolve()).then(() => done())
      })
    }
  })
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  return server
}

/** Starts one at a free port. */
export const startMailServer = async (): Promise<MailServer> => {
  const state: Pick<MailServer, 'mails' | 'refuse' | 'taken'> = { mails: [], refuse: undefined, taken: undefined }
  let server = await serve(state, 0)
  const { port } = server.server.address() as AddressInfo
  return Object.assign(state, {
    port,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
    start: async () => {
      server = await serve(state, port)
    }
  })
}
