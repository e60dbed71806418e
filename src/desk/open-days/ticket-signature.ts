/** Whether a ticket is the bureau's own: Ed25519 (RFC 8032), checked on the phone without a network. */
import { verifyAsync } from '@noble/ed25519'
import type { ReadTicket } from '#contract/tickets.ts'

/** Pages that came over plain http from another machine have no `crypto.subtle`, and so no SHA-512. */
export const canCheckSignatures = (): boolean => (globalThis.crypto as Partial<Crypto>).subtle !== undefined

export function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** `key`: 32 bytes in base64url. */
export async function checkSignature(
  { signed, signature }: Pick<ReadTicket, 'signed' | 'signature'>,
  key: string
): Promise<'good' | 'wrong' | 'unchecked'> {
  if (!canCheckSignatures()) return 'unchecked'
  try {
    return (await verifyAsync(signature, signed, bytesOf(key), { zip215: false })) ? 'good' : 'wrong'
  } catch {
    // bytes that are no signature at all
    return 'wrong'
  }
}
