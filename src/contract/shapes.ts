/** Shapes that several capabilities share: ids, dates, instants, the query code. */
import * as T from 'typebox'

/** An object that takes no unknown field. */
export const closed = <P extends T.TProperties>(properties: P, options: T.TObjectOptions = {}) =>
  T.Object(properties, { additionalProperties: false, ...options })

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'

/** UUIDv7 in lower case (RFC 9562). */
export const Id = T.String({ pattern: `^${uuid}$`, maxLength: 36 })

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export const Day = T.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 })

/** An instant in UTC, ISO 8601 with milliseconds. */
export const Instant = T.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$', maxLength: 24 })

/** Crockford's alphabet: no I, L, O, U, so that a code can be read over the phone. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A query code as it is stored on the phone and shown: three groups of four, 60 bits. */
export const Code = T.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$', maxLength: 14 })

/** A device token: 256 random bits in base64url, made by the phone, one a case. */
export const DeviceToken = T.String({ pattern: '^[A-Za-z0-9_-]{43}$', maxLength: 43 })

/** Turns 12 random bytes into a query code; five bits of each byte are used, so no letter is likelier than another. */
export function codeFrom(bytes: Uint8Array): string {
  if (bytes.length < 12) throw new RangeError('a query code needs 12 random bytes')
  const letters = [...bytes.subarray(0, 12)].map((byte) => codeAlphabet.charAt(byte & 31)).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}

/** Reads a code as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1. Returns undefined when it can't be one. */
export function readCode(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—－]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (letters.length !== 12 || [...letters].some((letter) => !codeAlphabet.includes(letter))) return undefined
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}

/** A file as a reply: bytes, not JSON. The handler sends a stream or a buffer with its headers. */
export const FileBody = T.Unsafe<Uint8Array>({ type: 'string', format: 'binary' })
