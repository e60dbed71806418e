/**
 * An item of the outbox as a file, and back: all of it, with id, code, token and files, so that another phone (or this
 * one, after it was cleared) can send the very same letter. The id keeps it from being there twice.
 */
import * as T from 'typebox'
import { LetterDraft, LetterNumber, MessageDraft } from '#contract/letters.ts'
import { BookingDraft } from '#contract/open-days.ts'
import { closed, Code, DeviceToken, Id, Instant } from '#contract/shapes.ts'
import type { BookingAim, KeptFile, OutboxItem, Proof } from '../core/phone-rows.ts'
import { fits, isRecord } from './fits-schema.ts'
import { kindOf } from './item-kinds.ts'

const format = 'wenzheng-outbox'
const version = 1
/** Six files of 10 MB in base64, and the text. */
const mostBytes = 6 * 10_485_760 * 1.4 + 100_000

/** Why a file was not read back. */
export type Unreadable = 'not-ours' | 'newer' | 'broken'

export interface ItemFile {
  readonly item: OutboxItem
  readonly files: readonly KeptFile[]
}

/** Names nobody and nothing: a file's name is seen by whoever sees the folder. */
export function itemFileName({ id }: OutboxItem): string {
  return `wenzheng-${id}.json`
}

const Name = T.String({ minLength: 1, maxLength: 200 })
const Aim = closed({ openDayId: Id, title: Name, slotTitle: Name, startsAt: Instant })

/** The file's content; waiting times stay behind, they are this phone's. Files go in one by one: together they may be too long for one string. */
export async function writeItemFile(item: OutboxItem, files: readonly KeptFile[]): Promise<Blob> {
  const { id: _id, tries: _tries, notBefore: _notBefore, sendingUntil: _until, lastFailure: _failure, ...told } = item
  const head = JSON.stringify({ format, version, item: told }, undefined, 1)
  const parts = [head.slice(0, head.lastIndexOf('}')).trimEnd(), ',\n "files": [']
  for (const [index, { id, name, type, size, bytes }] of files.entries()) {
    const facts = JSON.stringify({ id, name, type, size }).slice(0, -1)
    parts.push(`${index === 0 ? '' : ','}\n  ${facts},"base64":"${await base64(bytes)}"}`)
  }
  parts.push('\n ]\n}\n')
  return new Blob(parts, { type: 'application/json' })
}

/** Reads a file back; everything in it is looked at before any of it is believed. */
export async function readItemFile(file: Blob): Promise<ItemFile | Unreadable> {
  if (file.size > mostBytes) return 'not-ours'
  const text = await file.text().catch(() => '')
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return text.includes(format) ? 'broken' : 'not-ours'
  }
  if (!isRecord(content) || content['format'] !== format) return 'not-ours'
  if (content['version'] !== version) return typeof content['version'] === 'number' ? 'newer' : 'broken'
  const item = itemIn(content['item'])
  if (item === undefined || !hasOnly(content, ['format', 'version', 'item', 'files'])) return 'broken'
  const files = filesIn(content['files'], item)
  return files === undefined ? 'broken' : { item, files }
}

type Common = Pick<OutboxItem, 'heldAt' | 'frozen' | 'tries' | 'notBefore'>

/** How an item of a route is read; undefined where it is none. */
const readers: {
  readonly [R in OutboxItem['route']]: (
    told: Record<string, unknown>,
    common: Common
  ) => Extract<OutboxItem, { route: R }> | undefined
} = {
  'POST /letters': ({ body, ...rest }, common) => {
    if (!hasOnly(rest, []) || !fits(LetterDraft, body)) return undefined
    const letter = body as LetterDraft
    return { ...common, id: letter.id, route: 'POST /letters', body: letter }
  },
  'POST /letters/:number/messages': ({ params, proof, body, ...rest }, common) => {
    const number = paramIn(params, 'number', LetterNumber)
    if (number === undefined || !hasOnly(rest, []) || !isProof(proof) || !fits(MessageDraft, body)) return undefined
    const message = body as MessageDraft
    return {
      ...common,
      id: message.id,
      route: 'POST /letters/:number/messages',
      params: { number },
      proof,
      body: message
    }
  },
  'POST /slots/:id/bookings': ({ params, aim, body, ...rest }, common) => {
    const id = paramIn(params, 'id', Id)
    if (id === undefined || !hasOnly(rest, []) || !fits(Aim, aim) || !fits(BookingDraft, body)) return undefined
    const booking = body as BookingDraft
    return {
      ...common,
      id: booking.id,
      route: 'POST /slots/:id/bookings',
      params: { id },
      aim: aim as BookingAim,
      body: booking
    }
  }
}

function itemIn(value: unknown): OutboxItem | undefined {
  if (!isRecord(value)) return undefined
  const { route, heldAt, frozen, ...told } = value
  if (!fits(Instant, heldAt) || typeof frozen !== 'boolean' || !isRoute(route)) return undefined
  return readers[route](told, { heldAt: heldAt as string, frozen, tries: 0, notBefore: 0 })
}

const isRoute = (value: unknown): value is OutboxItem['route'] =>
  typeof value === 'string' && Object.hasOwn(readers, value)

/** The one parameter of a route. */
function paramIn(params: unknown, name: string, schema: object): string | undefined {
  if (!isRecord(params) || !hasOnly(params, [name]) || !fits(schema, params[name])) return undefined
  return params[name] as string
}

function isProof(value: unknown): value is Proof & Record<string, unknown> {
  if (!isRecord(value) || !hasOnly(value, ['code', 'deviceToken'])) return false
  return fits(Code, value['code']) && (value['deviceToken'] === undefined || fits(DeviceToken, value['deviceToken']))
}

/** The files that the item names, all of them and no others, each as long as it says. */
function filesIn(value: unknown, item: OutboxItem): KeptFile[] | undefined {
  const named = kindOf(item).files(item)
  if (!Array.isArray(value) || value.length !== named.length) return undefined
  const files: KeptFile[] = []
  for (const { id, name, size } of named) {
    const row: unknown = value.find((one: unknown) => isRecord(one) && one['id'] === id)
    if (!isRecord(row) || !hasOnly(row, ['id', 'name', 'type', 'size', 'base64'])) return undefined
    const { type, base64: written } = row
    if (row['name'] !== name || row['size'] !== size) return undefined
    if (typeof type !== 'string' || !/^([\w.+-]{1,60}\/[\w.+-]{1,100})?$/.test(type)) return undefined
    const bytes = typeof written === 'string' ? bytesOf(written) : undefined
    if (bytes?.byteLength !== size) return undefined
    files.push({ id, name, type, size, letterId: item.id, bytes })
  }
  return files
}

function hasOnly(record: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(record).every((name) => names.includes(name))
}

async function base64(bytes: ArrayBuffer): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file can not be read')))
    reader.readAsDataURL(new Blob([bytes]))
  })
  return address.slice(address.indexOf(',') + 1)
}

function bytesOf(written: string): ArrayBuffer | undefined {
  let text: string
  try {
    text = atob(written)
  } catch {
    return undefined
  }
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes.buffer
}
