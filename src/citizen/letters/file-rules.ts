/** What may be added to a letter, as far as the phone can tell; the server judges by content. */
import { DeclaredAttachment, LetterDraft } from '#contract/letters.ts'

// TypeBox's static type hides the bounds: the schemas are read as the JSON that they are
const declared = DeclaredAttachment as unknown as {
  properties: { name: { maxLength: number }; size: { maximum: number } }
}
const letter = LetterDraft as unknown as { properties: { attachments: { maxItems: number } } }

/** How many files a letter takes. */
export const mostFiles = letter.properties.attachments.maxItems
/** How large one may be, in bytes. */
export const mostBytes = declared.properties.size.maximum

const documents = ['.pdf', '.doc', '.docx', '.xls', '.xlsx', '.ppt', '.pptx', '.odt', '.ods']
/** What the system's file picker offers. */
export const accepted = ['image/*', '.heic', '.heif', ...documents].join(',')

/** What is wrong with a file, by a word of its own; undefined when it may be added. */
export type FileTrouble = 'kind' | 'empty' | 'too-large'

export function fileTrouble({ name, type, size }: Pick<File, 'name' | 'type' | 'size'>): FileTrouble | undefined {
  if (size === 0) return 'empty'
  const ending = /\.[^.]+$/.exec(name.toLowerCase())?.[0] ?? ''
  const picture = (type.startsWith('image/') && !type.includes('svg')) || /^\.hei[cf]$/.test(ending)
  if (!picture && !documents.includes(ending)) return 'kind'
  return size > mostBytes ? 'too-large' : undefined
}

/** A name that can be sent: no control characters, no path, not too long, its ending kept. */
export function sendableName(name: string): string {
  const clean = name
    .normalize('NFC')
    // a lone half of a character can't be stored
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}/\\]/gu, ' ')
    .trim()
  const ending = /\.[^.\s]{1,8}$/.exec(clean)?.[0] ?? ''
  const stem = [...clean.slice(0, clean.length - ending.length)]
  const most = declared.properties.name.maxLength - ending.length
  const short = stem.slice(0, most).join('').trim()
  return short === '' && ending === '' ? 'file' : `${short}${ending}`
}
