/**
 * What a ticket's QR code holds, as far as it is pure: capital letters and digits only, so that the code stays small.
 * 40 signed bytes, their signature (Ed25519) behind them, all in Crockford's base 32 after `WZ1:`.
 */
const prefix = 'WZ1:'
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const signatureLength = 64

/** What the bureau signs. `code` is the ticket's own, eight of the alphabet; `serial` counts the changes of the booking. */
export interface TicketFacts {
  readonly bookingId: string
  readonly slotId: string
  readonly code: string
  readonly people: number
  readonly serial: number
}

/** 16 bytes booking, 16 slot, 5 code, 1 people, 2 serial. */
const factsLength = 40

const idBytes = (id: string): number[] =>
  (id.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))

const idFrom = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function encode(bytes: Uint8Array): string {
  let text = ''
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((held << (5 - bits)) & 31) : text
}

/** Undefined where a letter is none of the alphabet, or bits are left over that should be none. */
function decode(text: string): Uint8Array | undefined {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return undefined
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 255)
    }
    held &= (1 << bits) - 1
  }
  return held === 0 ? Uint8Array.from(bytes) : undefined
}

/** The bytes that are signed. */
export function ticketBytes({ bookingId, slotId, code, people, serial }: TicketFacts): Uint8Array {
  const codeBytes = decode(code)
  if (codeBytes?.length !== 5) throw new RangeError('the code of a ticket has eight letters')
  return Uint8Array.from([
    ...idBytes(bookingId),
    ...idBytes(slotId),
    ...codeBytes,
    people,
    (serial >> 8) & 255,
    serial & 255
  ])
}

/** What the QR code holds. */
export function ticketText(facts: TicketFacts, signature: Uint8Array): string {
  return prefix + encode(Uint8Array.from([...ticketBytes(facts), ...signature]))
}

/** A ticket that was read; whether the signature is the bureau's is for the caller to check. */
export interface ReadTicket {
  readonly facts: TicketFacts
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

/** Reads what a QR code held; undefined when it is no ticket. */
export function readTicket(text: string): ReadTicket | undefined {
  const trimmed = text.trim().toUpperCase()
  if (!trimmed.startsWith(prefix)) return undefined
  const bytes = decode(trimmed.slice(prefix.length))
  if (bytes?.length !== factsLength + signatureLength) return undefined
  const signed = bytes.slice(0, factsLength)
  const facts: TicketFacts = {
    bookingId: idFrom(signed.slice(0, 16)),
    slotId: idFrom(signed.slice(16, 32)),
    code: encode(signed.slice(32, 37)),
    people: signed[37] ?? 0,
    serial: ((signed[38] ?? 0) << 8) | (signed[39] ?? 0)
  }
  return { facts, signed, signature: bytes.slice(factsLength) }
}

/** A ticket's code from five random bytes. */
export function ticketCodeFrom(bytes: Uint8Array): string {
  if (bytes.length < 5) throw new RangeError('the code of a ticket needs 5 random bytes')
  return encode(bytes.subarray(0, 5))
}

/** Reads a ticket's code as people type it: any case, spaces and dashes, O for 0, I and L for 1. Undefined when it can't be one. */
export function readTicketCode(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—－]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return letters.length === 8 && [...letters].every((letter) => alphabet.includes(letter)) ? letters : undefined
}

/** A ticket's code as it is shown: two groups of four. */
export function shownTicketCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`
}
