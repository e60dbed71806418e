/** What the tests of notices share: a bureau with a mail server, letters whose senders want word, and time that passes. */
import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import type { LetterDraft } from '#contract/letters.ts'
import type { OwnNotices } from '#contract/notices.ts'
import { clock } from '#server/core/clock.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { startMailServer, type MailServer } from './mail-server.ts'
import { colleague, makeOffice, type Colleague } from './staff.ts'

export let fresh: FreshApp
export let mail: MailServer
export let people: Readonly<
  Record<'clerk' | 'registry' | 'handler' | 'head' | 'leader' | 'admin' | 'stranger', Colleague>
>
export let office: string

export const publicUrl = 'https://wz.example.gov.cn'

/** Moves to an instant of a day; whoever was signed in still is. */
export const at = async (day: string, time = '10:00:00'): Promise<void> => {
  clock.set(new Date(`${day}T${time}+08:00`))
  await fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

/** Minutes go by. */
export const later = async (minutes: number): Promise<void> => {
  clock.set(new Date(clock.now().getTime() + minutes * 60_000))
  await fresh.owner.query("update staff_sessions set started_at = $1, expires_at = '2100-01-01'", [clock.now()])
}

/** A bureau of its own on this day, whose mail goes to a server of its own. */
export const begin = async (day: string, settings: Record<string, string> = {}): Promise<void> => {
  mail = await startMailServer()
  clock.set(new Date(`${day}T10:00:00+08:00`))
  fresh = await freshApp({
    LETTERS_PER_HOUR: '100000',
    PUBLIC_URL: publicUrl,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MAIL_FROM: 'no-reply@example.gov.cn',
    ...settings
  })
  const { app, db } = fresh
  office = await makeOffice(db, '价格科', 1)
  const other = await makeOffice(db, '人口科', 2)
  people = {
    clerk: await colleague(app, db, 'clerk', ['registryClerk']),
    registry: await colleague(app, db, 'registry', ['registryHead']),
    handler: await colleague(app, db, 'handler', ['handler'], office),
    head: await colleague(app, db, 'head', ['officeHead'], office),
    leader: await colleague(app, db, 'leader', ['leader']),
    admin: await colleague(app, db, 'admin', ['administrator']),
    stranger: await colleague(app, db, 'stranger', ['handler'], other)
  }
}

export const end = async (): Promise<void> => {
  await fresh.close()
  await mail.stop()
  clock.set(new Date())
}

export type Sent = LetterDraft & { readonly number: string }

/** A letter that has been sent. */
export const written = async (changes: Partial<LetterDraft> = {}): Promise<Sent> => {
  const letter = draft(changes)
  return { ...letter, number: (await sent(fresh.app, letter)).number }
}

/** What its holder chooses, as it was answered. */
export const choose = async (letter: Sent, body: object): Promise<LightMyRequestResponse> =>
  await fresh.app.inject({
    method: 'PUT',
    url: `/api/letters/${letter.number}/notices`,
    headers: { authorization: `Code ${letter.code}` },
    payload: { channel: 'email', language: 'zh', on: true, ...body }
  })

/** Chooses what will be taken. */
export const chosen = async (letter: Sent, body: object = {}): Promise<OwnNotices> => {
  const response = await choose(letter, body)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<OwnNotices>()
}

/** Acts on a letter as it stands. */
export const act = async (
  who: Colleague,
  letter: LetterDraft,
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' = 'POST'
): Promise<void> => {
  const { rows } = await fresh.owner.query<{ revision: number }>('select revision from letters where id = $1', [
    letter.id
  ])
  const response = await who.send(method, `/desk/letters/${letter.id}/${path}`, {
    ...body,
    revision: rows[0]?.revision ?? 1
  })
  expect(response.statusCode, response.body).toBe(200)
}

/** Assigns, drafts, and lets another sign. */
export const answer = async (letter: LetterDraft): Promise<void> => {
  await act(people.clerk, letter, 'assignment', { officeId: office })
  await act(people.handler, letter, 'draft', { text: '自有住房按虚拟租金计算。' }, 'PUT')
  await act(people.handler, letter, 'submission')
  await act(people.head, letter, 'signature')
}

/** What is kept of messages, oldest first. */
export const noted = async (): Promise<
  { event: string; channel: string; state: string; tries: number; fault: string | null }[]
> => {
  const { rows } = await fresh.owner.query(
    'select event, channel, state, tries, fault from notices order by at, event, channel'
  )
  return rows as never
}

/** The link under a message, as a path of this site. */
export const linkIn = (text: string): string => {
  const found = /https:\/\/wz\.example\.gov\.cn((?:\/en)?\/notices\/[\w-]{43})/.exec(text)?.[1]
  expect(found, text).toBeDefined()
  return found ?? ''
}
