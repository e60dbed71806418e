/**
 * upload:corpus. Hostile files are added to an article: none is kept that must not be, of pictures nothing is kept but what
 * can be seen, nothing but pictures is ever shown in its place, no name leads anywhere, and memory stays flat. The corpus
 * goes through twice, four or ten times. The plant takes the refusal of unknown files and the remaking of pictures out of
 * the server.
 */
import sharp from 'sharp'
import { residentMemory } from './bench-memory.ts'
import { ask, signInAs, type Session } from './caller.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { startServer, type RunningServer } from './server.ts'
import { hostileFiles, type Hostile } from './upload-files.ts'

const file = 'src/server/core/file-content.ts'
const plants = [
  {
    file,
    guard: "throw new RefusedFile('type-unknown')",
    instead: "return { type: 'image/png', content: bytes }"
  },
  {
    file,
    guard: 'return await checkPicture(bytes, found.mime)',
    instead: "return { type: 'image/jpeg', content: bytes }"
  }
]

/** What may be handed out at all, and with which ending. Written by hand. */
const endings: Readonly<Record<string, RegExp>> = {
  'image/jpeg': /\.jpe?g$/i,
  'image/png': /\.png$/i,
  'application/pdf': /\.pdf$/i,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': /\.docx$/i
}

interface Kept {
  readonly id: string
  readonly name: string
  readonly type: string
}

interface Desk {
  readonly server: RunningServer
  readonly session: Session
  readonly article: string
}

/** What is wrong with a name under which a file is kept or handed out. */
const faultsOfName = (name: string, type: string): string[] => [
  ...(/[/\\]|\.\.[/\\]|^\./.test(name) ? ['its name leads elsewhere'] : []),
  ...(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>"|?*:]/u.test(name) ? ['its name holds what it must not'] : []),
  ...(endings[type]?.test(name) === true ? [] : [`it is ${type} and called ${name}`])
]

const faultsOfKept = async ({ server, session, article }: Desk, hostile: Hostile, kept: Kept): Promise<string[]> => {
  const found = faultsOfName(kept.name, kept.type)
  const path = `/api/desk/articles/${article}/files/${kept.id}`
  const response = await fetch(server.base + path, { headers: { cookie: session.cookie } })
  const bytes = Buffer.from(await response.arrayBuffer())
  const header = (name: string) => response.headers.get(name) ?? ''
  const shown = !header('content-disposition').startsWith('attachment;')
  const isPicture = kept.type === 'image/jpeg' || kept.type === 'image/png'
  if (response.status !== 200 || header('content-type') !== kept.type)
    found.push(`it is answered as ${header('content-type')}`)
  if (header('x-content-type-options') !== 'nosniff') found.push('a browser may guess what it is')
  if (!header('content-security-policy').includes('sandbox')) found.push('it would run as a page of ours')
  if (shown && !isPicture) found.push('it is shown in its place')
  const sent = decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(header('content-disposition'))?.[1] ?? '')
  found.push(...faultsOfName(sent, kept.type))
  if (
    isPicture &&
    !(await sharp(bytes)
      .stats()
      .then(
        () => true,
        () => false
      ))
  )
    found.push('it is shown and is no picture')
  if (hostile.secret !== undefined && bytes.includes(hostile.secret))
    found.push(`what is kept still holds ${hostile.secret}`)
  return found
}

/** Adds a file; returns what went wrong. */
const trial = async (desk: Desk, hostile: Hostile, told: Map<string, number>): Promise<string[]> => {
  const { what, name, bytes, fate } = hostile
  const path = `/desk/articles/${desk.article}/files?name=${encodeURIComponent(name)}`
  const { status, body, text } = await ask(desk.server.base, 'POST', path, { session: desk.session, body: bytes })
  const reason = (body as { errors?: readonly { rule: string }[] } | undefined)?.errors?.[0]?.rule
  const outcome = status === 201 ? 'kept' : `refused: ${reason ?? status}`
  told.set(outcome, (told.get(outcome) ?? 0) + 1)
  if (status >= 500 || (status !== 201 && status !== 422)) return [`${what}: ${status} ${text.slice(0, 200)}`]
  if (status === 422) return fate === 'refused' ? [] : [`${what}: refused (${reason ?? ''}), and does no harm`]
  if (fate === 'refused') return [`${what}: was kept`]
  return (await faultsOfKept(desk, hostile, body as Kept)).map((fault) => `${what}: ${fault}`)
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`

/** More than what the second time through may leave behind: a leak of every bomb would be a hundred times as much. */
const mostGrowth = 96 * 1_048_576

const hold = async ({ form, plant }: Question): Promise<Finding> => {
  const rounds = { short: 2, normal: 4, long: 10 }[form]
  const server = await startServer({ plants: plant ? plants : [] })
  const session = await signInAs(server, 'handler.prices')
  const columns = (await ask(server.base, 'GET', '/columns')).body as { columns: readonly { slug: string }[] }
  const begun = await ask(server.base, 'POST', '/desk/articles', {
    session,
    body: { kind: 'news', column: columns.columns[0]?.slug, title: '带附件的稿件' }
  })
  if (begun.status !== 201) throw new Error(`beginning an article: ${begun.status} ${begun.text}`)
  const desk: Desk = { server, session, article: (begun.body as { id: string }).id }
  const files = await hostileFiles()
  const resident = () => residentMemory(server.process.pid ?? 0) ?? 0
  const told = new Map<string, number>()
  const failures: string[] = []
  const memory = [resident()]
  let most = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const hostile of files) {
      failures.push(...(await trial(desk, hostile, told)))
      most = Math.max(most, resident())
    }
    memory.push(resident())
  }
  // the server answers before it has read all of it, so that the answer may be lost with the connection
  const large = await ask(server.base, 'POST', `/desk/articles/${desk.article}/files?name=x.pdf`, {
    session,
    body: Buffer.alloc(20_000_001)
  }).catch(() => undefined)
  if (large && large.status !== 413) failures.push(`a file of more than 20 MB: ${large.status}`)
  const growth = (memory.at(-1) ?? 0) - (memory[1] ?? 0)
  if (growth > mostGrowth) failures.push(`memory grew by ${megabytes(growth)} after the first time through`)
  await server.stop()
  const caught = (pattern: RegExp) => failures.some((failure) => pattern.test(failure))
  return {
    figures: {
      'hostile files': files.length,
      'of these to be refused': files.filter(({ fate }) => fate === 'refused').length,
      'times through': rounds,
      outcomes: [...told].map(([outcome, times]) => `${outcome} ${times}`).join(', '),
      'memory before': megabytes(memory[0] ?? 0),
      'memory after each time': memory.slice(1).map(megabytes).join(', '),
      'memory at most': megabytes(most)
    },
    checked: files.length * rounds + 2,
    failures: [...new Set(failures)],
    notCaught: plant
      ? [
          ...(caught(/^HTML as a picture: was kept/) ? [] : ['a server that keeps what it doesn’t know']),
          ...(caught(/still holds/) ? [] : ['a server that keeps pictures as they came'])
        ]
      : []
  }
}

await prove('upload:corpus', hold)
