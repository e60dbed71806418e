/** What may be kept, and under which name it is handed out. */

/** The media types of kept files, with the ending each is handed out with. */
const endings = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp'
} as const

export type KeptType = keyof typeof endings

export type Refusal = 'type-unknown' | 'broken' | 'too-large' | 'encrypted'

/** Thrown while a file is read: it can't be kept, and why. */
export class RefusedFile extends Error {
  readonly reason: Refusal

  constructor(reason: Refusal) {
    super(reason)
    this.name = 'RefusedFile'
    this.reason = reason
  }
}

/** What is to be kept of a file. */
export interface Checked {
  readonly type: KeptType
  readonly content: Buffer
}

const sameEnding: Partial<Record<KeptType, RegExp>> = { 'image/jpeg': /\.jpe?g$/i }

/** Endings that say what a file was before it was made anew. */
const pictureEnding = /\.(jpe?g|png|gif|webp|heic|heif|heics|heifs)$/i

/**
 * The name a file is handed out with: as the sender called it, without folders, control and direction characters (they can
 * make `exe.pdf` of `fdp.exe`) and what file systems refuse, and with the ending of what it is.
 */
export function fileNameFor(name: string, type: KeptType): string {
  const ending = `.${endings[type]}`
  const plain = (name.toWellFormed().split(/[/\\]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD<>:"|?*]/gu, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const right = sameEnding[type]?.test(plain) ?? plain.toLowerCase().endsWith(ending)
  if (right && plain.length > ending.length) return plain
  const stem = (type.startsWith('image/') ? plain.replace(pictureEnding, '') : plain).trim()
  return `${stem === '' || stem.toLowerCase() === ending.slice(1) ? '附件' : stem}${ending}`
}
