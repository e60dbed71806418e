/** The guards that `--plant` takes out of the running program, all at once, and the trace that each must leave. */
import type { Plant } from './plant.ts'
import type { Place } from './secret-places.ts'
import { articleKinds, articlePlants } from './secret-plants-articles.ts'
import type { Secret } from './secret-words.ts'

/** A word where its reader has no right to it. */
export interface Hit {
  readonly place: Place
  readonly secret: Secret
  readonly way: string
}

export const plants: readonly Plant[] = [
  ...articlePlants,
  // what names people stands in plain in its row
  {
    file: 'src/server/core/sealed.ts',
    guard: 'const nonce = randomBytes(nonceLength)',
    instead:
      "return Buffer.concat([newestPrefix, Buffer.from(text, 'utf8')])\n      const nonce = randomBytes(nonceLength)"
  },
  {
    file: 'src/server/core/sealed.ts',
    guard: "if (value[0] !== version || tag.length !== tagLength) throw new SealError('this is not a sealed value')",
    instead: "return value.toString('utf8', prefix.length)"
  },
  // a query code is kept as it is
  {
    file: 'src/server/core/holder.ts',
    guard: "return createHmac('sha256', purposeKey(config.secret, 'query-code')).update(code).digest()",
    instead: 'return Buffer.from(code.padEnd(32))'
  },
  // a failure is logged with what the database said of it, and a request with its address
  { file: 'src/server/core/logging.ts', guard: '    name: error.name,', instead: '    name: error.name, ...error,' },
  {
    file: 'src/server/core/logging.ts',
    guard: "route: request.routeOptions.url ?? 'none',",
    instead: 'route: request.url,'
  },
  {
    file: 'src/server/core/metrics.ts',
    guard: "const route = request.routeOptions.url ?? 'none'",
    instead: 'const route = request.url'
  },
  // a problem tells what went wrong inside
  {
    file: 'src/server/core/problems.ts',
    guard: 'const document = problemDocument(found, request.id)',
    instead:
      'const document = { ...problemDocument(found, request.id), detail: JSON.stringify({ ...(found.cause as object) }) }'
  },
  // pictures keep what their camera wrote
  {
    file: 'src/server/core/file-pictures.ts',
    guard: 'const content = await upright.flatten(',
    instead: 'const content = await upright.keepExif().flatten('
  },
  // a copy is public although nobody approved it
  {
    file: 'src/server/letters/answers.ts',
    guard: 'and v.version = p.published_version',
    instead: 'and v.version >= p.published_version'
  },
  // the search knows the original
  {
    file: 'src/server/letters/publish.ts',
    guard: "{ text: newest.reply, weight: 'C' }",
    instead: "{ text: newest.reply + (await originalOf(trx, letter)).reply, weight: 'C' }"
  },
  // pages that were kept stay when an answer is taken back
  {
    file: 'src/server/letters/publish.ts',
    guard: "await auditAct(trx, 'withdrawn', letterId, by.actorId)\n  await touch(trx, 'answers')",
    instead: "await auditAct(trx, 'withdrawn', letterId, by.actorId)"
  },
  // the audit record takes in what was written
  {
    file: 'src/server/letters/notes.ts',
    guard: "act: 'letter.note', subjectKind: 'letter', subjectId: id }",
    instead: "act: 'letter.note', subjectKind: 'letter', subjectId: id, details: { text } }"
  },
  // an office reads what belongs to another
  { file: 'src/server/letters/read.ts', guard: "if (scope === 'all') return sql`true`", instead: 'return sql`true`' },
  // the sender reads what is between the people of the bureau
  {
    file: 'src/server/letters/read-own.ts',
    guard: 'thread: await threadOf(db, letter),',
    instead:
      "thread: [...(await threadOf(db, letter)), ...events.map(({ kind, at, reason }) => ({ id: kind, from: 'bureau', kind: 'reply', round: 1, text: reason ?? '', at, office: null }) as never)],"
  },
  // the sender reads what was asked of another office
  {
    file: 'src/server/letters/read-own.ts',
    guard: 'board: await boardStandOf(db, letter),',
    instead:
      "board: { state: 'unlisted', reason: (await (await import('kysely')).sql`select request from letter_contributions where letter_id = ${id}`.execute(db)).rows.map((row) => (row as { request: string }).request)[0] ?? null },"
  },
  // the contract takes in a field that nobody has thought of
  {
    file: 'src/contract/letters.ts',
    guard: 'attachments: T.Optional(T.Array(DeclaredAttachment, { maxItems: 6 })),',
    instead:
      'attachments: T.Optional(T.Array(DeclaredAttachment, { maxItems: 6 })), nickname: T.Optional(T.String({ maxLength: 40 })),'
  },
  // the archive is not encrypted
  {
    file: 'src/server/core/backup-archive.ts',
    guard: 'const encrypted = (await encrypter.encrypt(zipped)) as ReadableStream<Uint8Array>',
    instead: 'const encrypted = zipped as unknown as ReadableStream<Uint8Array>'
  }
]

/** What each of them must bring to light. */
export const kinds: Readonly<Record<string, (hit: Hit) => boolean>> = {
  'what names people, plain in its row': ({ place, secret }) => place.kind === 'table' && secret.level === 'sealed',
  'what names people, plain on the disk': ({ place, secret }) =>
    place.name === 'the folder of the database' && secret.level === 'sealed',
  'a query code in its row': ({ place, secret }) => place.kind === 'table' && secret.name.endsWith('query code'),
  'what a failure quotes, in the log': ({ place, secret }) =>
    place.kind === 'log' && secret.name.endsWith('note that the database refuses'),
  'what is searched for, in the log': ({ place, secret }) =>
    place.kind === 'log' && secret.name === 'search of a citizen',
  'an address in the figures': ({ place }) => place.kind === 'metrics',
  'the inside told by a problem': ({ place }) => place.kind === 'problem',
  'EXIF of a kept picture': ({ place, secret }) =>
    place.kind === 'file' && secret.name.endsWith('EXIF of a photograph'),
  'EXIF on the disk': ({ place, secret }) => place.kind === 'disk' && secret.name.endsWith('EXIF of a photograph'),
  'a copy that nobody approved, in public': ({ place, secret }) =>
    place.kind === 'public list' && secret.name.includes('copy that waits'),
  'an original that the search knows': ({ place }) => place.kind === 'public search',
  'an answer that was taken back, on a kept page': ({ place, secret }) =>
    place.kind === 'page' && secret.name.startsWith('taken back by the'),
  'a note in the audit record': ({ place, secret }) => place.kind === 'audit' && secret.name.endsWith('note'),
  "another office's letter": ({ place, secret }) =>
    place.name === 'what a handler of the second office reads' && secret.letter === 'published',
  'inner reasons told to the sender': ({ place, secret }) => place.kind === 'holder' && secret.level === 'desk',
  'a request to another office told to the sender': ({ place, secret }) =>
    place.kind === 'holder' && secret.name.endsWith('request to another office'),
  'the archive without its passphrase': ({ place }) => place.kind === 'backup',
  ...articleKinds
}

/** What is there and was never planted, and must be told. */
export const forgotten: readonly string[] = ['POST /letters nickname', 'the column letters.nickname']
