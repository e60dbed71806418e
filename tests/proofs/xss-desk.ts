/** Articles that carry payloads in every field, written and published over the API by the demo's people. */
import { checkBody } from '#server/articles/body-check.ts'
import { cleanBody } from '#server/articles/body.ts'
import { textOf } from '#server/articles/body-text.ts'
import { pdf } from '../server/attachment-makers.ts'
import { ask, type Session } from './caller.ts'
import { untilPublic, type Press } from './press.ts'
import { closer } from './xss-payloads.ts'

interface Shown {
  readonly id: string
  readonly version: number
  readonly savedAt: string
  readonly content: Readonly<Record<string, unknown>>
  readonly findings: readonly { readonly text: string; readonly kept: string | null }[]
  readonly chain: readonly { readonly step: string }[]
}

export interface Carrier {
  readonly id: string
  /** whether anybody can read it; else it stands at the desk only */
  readonly isPublic: boolean
}

/** Whether the checks let a body through: what they keep back can only be seen at the desk. */
export const passes = (payload: string): boolean => {
  const body = cleanBody(`<p>文字</p>${payload}`)
  return (
    textOf(body) !== '' && Object.values(checkBody(body, [])).every((found: readonly string[]) => found.length === 0)
  )
}

const act = async ({ base }: Press, session: Session, method: string, path: string, body?: unknown): Promise<Shown> => {
  const answer = await ask(base, method, `/desk/articles${path}`, { session, ...(body === undefined ? {} : { body }) })
  if (answer.status >= 300)
    throw new Error(`${method} ${path.slice(0, 80)}: ${answer.status} ${answer.text.slice(0, 500)}`)
  return answer.body as Shown
}

const cut = (text: string, most: number): string => [...text].slice(0, most).join('')

/** The n-th of some payloads, as short as a field wants it and never too short. */
const field = (some: readonly string[], n: number, most: number): string =>
  cut(`文字${some[n % some.length] ?? ''}`.replaceAll('\0', ''), most)

/** Writes one article: its body holds all of these payloads, its other fields some. `publish`: it goes through all hands. */
export const carry = async (press: Press, some: readonly string[], publish: boolean): Promise<Carrier> => {
  const { author } = press
  const begun = await act(press, author, 'POST', '', { kind: 'news', column: 'trial', title: field(some, 0, 120) })
  const name = field(some, 1, 110)
  const file = await act(press, author, 'POST', `/${begun.id}/files?name=${encodeURIComponent(name)}`, pdf())
  const content = {
    ...begun.content,
    title: field(some, 0, 120),
    summary: field(some, 1, 100),
    body: `<p>文字</p>${some.join(closer)}${closer}<p>完</p>`,
    source: field(some, 2, 60),
    documentNumber: field(some, 3, 60),
    validityNote: field(some, 4, 200),
    keywords: [0, 1, 2, 3].map((n) => `${n}${cut(some[n % some.length] ?? '', 18)}`),
    attachments: [{ file: file.id, name }],
    disclosure: 'open'
  }
  const put = async ({ version, savedAt }: Shown, kept: readonly object[]) =>
    await act(press, author, 'PUT', `/${begun.id}/draft`, { version, savedAt, content: { ...content, kept } })
  const saved = await put(begun, [])
  const kept = saved.findings.map(({ text }) => ({ text, reason: '试验用的文字，不是个人信息' }))
  const written = kept.length > 0 ? await put(saved, kept) : saved
  if (!publish) return { id: begun.id, isPublic: false }
  const { chain, version } = await act(press, author, 'POST', `/${begun.id}/submission`, { version: written.version })
  for (const { step } of chain)
    await act(press, press.signers[step]!, 'POST', `/${begun.id}/signature`, { version, step, publishAt: null })
  await untilPublic(press.base, begun.id, 1)
  return { id: begun.id, isPublic: true }
}
