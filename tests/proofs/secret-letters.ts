/** The letters of secret:planted, each on a way of its own, so that every field in which anybody can write something is filled. */
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { freshCode, revisionOf, type Session } from './caller.ts'
import { sendFile, type Caller } from './secret-caller.ts'
import { document, drawing, photograph, portable } from './secret-files.ts'
import type { Level, Words } from './secret-words.ts'

/** The people of the desk who work on the letters. */
export interface Desk {
  readonly registry: Session
  readonly leader: Session
  /** of two offices */
  readonly handlers: readonly [Session, Session]
  readonly heads: readonly [Session, Session]
  readonly offices: readonly [string, string]
}

export interface PlantedLetter {
  readonly key: string
  readonly id: string
  readonly number: string
  readonly code: string
  readonly authorization: string
  readonly fileIds: readonly string[]
  /** 0 or 1; undefined: no office has it */
  readonly office: number | undefined
  readonly reviewId?: string
}

/** The words of a letter: in Chinese and Latin, named by where they stand. */
export const wordsOf = (words: Words, key: string) => ({
  sender: (what: string): string => words.make(`${key}: ${what}`, 'sender', key),
  desk: (what: string): string => words.make(`${key}: ${what}`, 'desk', key),
  latin: (what: string, level: Level): string => words.makeLatin(`${key}: ${what}`, level, key)
})

interface DeclaredFile {
  readonly content: Buffer
  readonly ending: string
  readonly length?: number
}

/** Sends a letter full of words, with its files. */
export const sendPlanted = async (
  caller: Caller,
  key: string,
  more: {
    readonly kind?: string
    readonly page?: string
    readonly publishConsent?: boolean
    readonly files?: readonly DeclaredFile[]
  } = {}
): Promise<Omit<PlantedLetter, 'office'>> => {
  const { words } = caller
  const own = wordsOf(words, key)
  const code = freshCode()
  const deviceToken = randomBytes(32).toString('base64url')
  const phone = `139${String(randomInt(10 ** 8)).padStart(8, '0')}`
  words.know(`${key}: query code`, 'nobody', key, code, code.replaceAll('-', ''))
  words.know(`${key}: device token`, 'nobody', key, deviceToken, Buffer.from(deviceToken, 'base64url'))
  words.know(`${key}: telephone`, 'sealed', key, phone)
  const files = (more.files ?? []).map((file, at) => ({
    ...file,
    id: uuidv7(),
    name: `${words.make(`${key}: name of file ${at + 1}`, 'sealed', key)}.${file.ending}`
  }))
  const id = uuidv7()
  const { body } = await caller.call(
    'POST',
    '/letters',
    {},
    {
      status: 201,
      body: {
        id,
        code,
        deviceToken,
        kind: more.kind ?? 'enquiry',
        topic: 'figures',
        ...(more.page === undefined ? {} : { page: more.page }),
        title: `请问${own.sender('title')}`,
        text: `请问去年全市粮食产量是多少？${own.sender('text')}`,
        contact: {
          name: words.make(`${key}: name`, 'sealed', key),
          phone,
          email: `${words.makeLatin(`${key}: e-mail`, 'sealed', key)}@example.com`
        },
        attachments: files.map(({ id: fileId, name, content }) => ({ id: fileId, name, size: content.length })),
        publishConsent: more.publishConsent ?? false,
        privacyNotice: '2026-11'
      }
    }
  )
  const { number } = body as { number: string }
  const authorization = `Device ${deviceToken}`
  for (const file of files)
    await sendFile(caller, { ...file, authorization, length: file.length ?? file.content.length })
  for (let left = 200; left > 0; left -= 1) {
    const letter = (await caller.call('GET', '/letters/:number', { number }, { authorization })).body
    const { attachments } = letter as { attachments: readonly { state: string }[] }
    if (!attachments.some(({ state }) => state === 'checking')) break
    await wait(40)
  }
  return { key, id, number, code, authorization, fileIds: files.map((file) => file.id) }
}

/** What the desk does with a letter, in its present revision. */
export const workOn = (caller: Caller, { registry }: Desk, { id }: { readonly id: string }) => {
  const act = async (
    session: Session,
    method: string,
    what: string,
    body: Readonly<Record<string, unknown>> = {},
    status = 200
  ): Promise<void> => {
    const revision = await revisionOf(caller.base, registry, id)
    await caller.call(method, `/desk/letters/:id/${what}`, { id }, { session, body: { ...body, revision }, status })
  }
  return { act }
}

/** A letter at an office, with a note and a draft, submitted and signed where it is asked for. */
export const bringTo = async (
  caller: Caller,
  desk: Desk,
  letter: Omit<PlantedLetter, 'office'>,
  { office, until }: { readonly office: 0 | 1; readonly until: 'drafting' | 'signing' | 'answered' }
): Promise<PlantedLetter> => {
  const own = wordsOf(caller.words, letter.key)
  const { act } = workOn(caller, desk, letter)
  const handler = desk.handlers[office]
  await act(desk.registry, 'POST', 'assignment', { officeId: desk.offices[office] })
  await caller.call(
    'POST',
    '/desk/letters/:id/notes',
    { id: letter.id },
    {
      session: handler,
      body: { id: uuidv7(), text: `内部：${own.desk('note')}` }
    }
  )
  const reply = until === 'answered' ? own.sender('reply') : own.desk('draft')
  await act(handler, 'PUT', 'draft', { text: `您好，产量为 62.4 万吨。${reply}` })
  if (until !== 'drafting') await act(handler, 'POST', 'submission')
  if (until === 'answered') await act(desk.heads[office], 'POST', 'signature')
  return { ...letter, office }
}

/** Files that hold a word: in their metadata, where nobody must find it again, and in their text. */
export const filesWithWords = async (words: Words, key: string): Promise<DeclaredFile[]> => {
  const { latin } = wordsOf(words, key)
  return [
    { content: await photograph(latin('EXIF of a photograph', 'nobody')), ending: 'jpg' },
    { content: await drawing(latin('XMP of a drawing', 'nobody')), ending: 'png' },
    { content: document(latin('text of a document', 'sender')), ending: 'docx' },
    { content: portable(latin('title of a PDF', 'sender')), ending: 'pdf' },
    { content: Buffer.from(`#!/bin/sh\necho ${latin('file that is refused', 'nobody')}\n`), ending: 'sh' }
  ]
}
