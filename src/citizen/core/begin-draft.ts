/** A new letter or booking: the phone makes its id, query code and device token, from the system's randomness. */
import { uuidv7 } from 'uuidv7'
import type { LetterKind } from '#contract/letters.ts'
import { codeFrom } from '#contract/shapes.ts'
import type { Draft } from './phone-rows.ts'

/** Begins a draft. */
export function beginDraft(kind: LetterKind): Draft {
  return {
    ...freshIdentity(),
    kind,
    title: '',
    text: '',
    files: [],
    name: '',
    phone: '',
    email: '',
    publishConsent: false,
    savedAt: ''
  }
}

/** A new id, code and token: an id that was used for other words is refused for ever. */
export function freshIdentity(): Pick<Draft, 'id' | 'code' | 'deviceToken'> {
  return {
    id: freshId(),
    code: codeFrom(crypto.getRandomValues(new Uint8Array(12))),
    deviceToken: base64url(crypto.getRandomValues(new Uint8Array(32)))
  }
}

/** The id of a message or a file. */
export function freshId(): string {
  return uuidv7()
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
