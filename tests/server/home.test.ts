import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Home } from '#contract/home.ts'
import type { Renderer } from '#contract/pages.ts'
import { buildApp } from '#server/app.ts'
import { openDb, openPool, applicationRole } from '#server/core/db.ts'
import { loadStaff } from '#server/core/sessions.ts'
import { isEmpty, loadDemo } from '#server/demo.ts'
import { assignLetter, draftReply, signReply, submitDraft } from '#server/letters/handle.ts'
import { freshApp, type FreshApp } from './fresh-app.ts'
import { draft, sent } from './letter-stage.ts'
import { signIn } from './staff.ts'

let fresh: FreshApp

beforeAll(async () => {
  fresh = await freshApp({ LETTERS_PER_HOUR: '1000' })
})

afterAll(async () => {
  await fresh.close()
})

const home = async () => (await fresh.app.inject({ url: '/api/home' })).json<Home>()

describe('home and the demo', () => {
  test('an empty database offers all kinds and claims nothing', async () => {
    expect(await home()).toMatchObject({
      services: [
        { kind: 'enquiry', limit: 15 },
        { kind: 'fault', limit: 3 },
        { kind: 'mailbox', limit: 5 },
        { kind: 'message', limit: 7 }
      ],
      answered: { letters: 0, onTime: 0, meanWorkingDays: null },
      demo: false
    })
  })

  test('the demo fills an empty database once: six offices, all roles, twenty enquiries, nine other letters', async () => {
    expect(await isEmpty(fresh.context)).toBe(true)
    const accounts = await loadDemo(fresh.context)
    expect(new Set(accounts.flatMap((account) => account.roles)).size).toBe(10)
    await expect(loadDemo(fresh.context)).rejects.toThrow(/empty/)
    const { rows } = await fresh.owner.query<{ state: string; letters: number }>(
      'select state, count(*) as letters from letters where demo group by state order by state'
    )
    expect(rows).toEqual([
      { state: 'accepted', letters: 2 },
      { state: 'answered', letters: 8 },
      { state: 'assigned', letters: 6 },
      { state: 'drafting', letters: 2 },
      { state: 'received', letters: 6 },
      { state: 'signing', letters: 5 }
    ])
    const figures = await home()
    expect(figures.demo).toBe(true)
    expect(figures.answered.onTime).toBeLessThanOrEqual(figures.answered.letters)
    const auditor = accounts.find((account) => account.roles.includes('auditor'))
    expect((await signIn(fresh.app, auditor?.account ?? '', auditor?.password ?? '')).session.person.roles).toEqual([
      'auditor'
    ])
  })

  test('the state of every letter is what its events say', async () => {
    const { rows } = await fresh.owner.query<{ id: string }>(
      `select l.id from letters l where l.state <> (
         select case e.kind when 'draftBegun' then 'drafting' when 'drafted' then 'signing' else e.kind end
         from letter_events e where e.letter_id = l.id and e.kind not in ('asked', 'listed') order by e.position desc limit 1)`
    )
    expect(rows).toEqual([])
  })
})

describe('rendered pages', () => {
  const renderer: Renderer = {
    render: (path, language, data) =>
      Promise.resolve({
        status: path === '/404' ? 404 : 200,
        title: `页面 <${language}>`,
        description: 'a "page"',
        html: `<main>${path} ${data.home?.answered.letters ?? ''}</main>`
      })
  }
  const shell =
    '<!doctype html><html lang="zh-CN"><head><title>x</title><meta name="description" content="y"><style>a{color:red}</style></head>' +
    '<body><div id="app"><!--app-html--></div><!--page-data--></body></html>'

  const withPages = async (work: (app: Awaited<ReturnType<typeof buildApp>>) => Promise<void>) => {
    const { options } = fresh.owner
    const pool = openPool(options as { host: string; port: number; user: string; database: string }, {
      role: applicationRole
    })
    const db = openDb(pool)
    const source = {
      renderer,
      builtFolder: import.meta.dirname,
      shell: () => Promise.resolve(shell),
      keep: true,
      strict: true
    }
    const app = await buildApp(fresh.config, { db, pool, source })
    try {
      await work(app)
    } finally {
      await app.close()
      await db.destroy()
    }
  }

  test('carry their data, are compressed once, and are asked for again by their mark', async () => {
    await withPages(async (app) => {
      const first = await app.inject({ url: '/', headers: { accept: 'text/html' } })
      expect(first.statusCode).toBe(200)
      expect(first.body).toContain('<title>页面 &lt;zh&gt;</title>')
      expect(first.body).toContain('<script type="application/json" id="page-data">{"home":')
      expect(first.headers['content-security-policy']).toMatch(/style-src 'self' 'sha256-/)
      const packed = await app.inject({ url: '/', headers: { 'accept-encoding': 'gzip, br' } })
      expect(packed.headers['content-encoding']).toBe('br')
      const again = await app.inject({ url: '/', headers: { 'if-none-match': String(first.headers['etag']) } })
      expect(again.statusCode).toBe(304)
      const english = await app.inject({ url: '/en/' })
      expect(english.body).toContain('<html lang="en"')
    })
  })

  test('an address that is not there is a real 404, as a page for people and as a problem for programs', async () => {
    await withPages(async (app) => {
      const page = await app.inject({ url: '/nowhere', headers: { accept: 'text/html' } })
      expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      expect(
        (await app.inject({ url: '/assets/gone.js', headers: { accept: 'text/html' } })).headers['content-type']
      ).toMatch(/problem/)
      expect(
        (await app.inject({ url: '/nowhere', headers: { accept: 'application/json' } })).headers['content-type']
      ).toMatch(/problem/)
    })
  })

  test('change when an answer is signed, in every process', async () => {
    await withPages(async (app) => {
      const answers = async () => Number(/<main>\/ (\d+)/.exec((await app.inject({ url: '/' })).body)?.[1])
      const before = await answers()
      const letter = draft()
      const { id } = letter
      await sent(fresh.app, letter)
      const { rows: people } = await fresh.owner.query<{ id: string; role: string; office: string | null }>(
        'select p.id, r.role, p.office_id as office from people p join person_roles r on r.person_id = p.id'
      )
      const clerk = people.find((one) => one.role === 'registryClerk')
      const handler = people.find((one) => one.role === 'handler')
      const leader = people.find((one) => one.role === 'leader')
      const staff = async (person: { id: string } | undefined) => {
        const found = await loadStaff(fresh.db, person?.id ?? '')
        if (!found) throw new Error('nobody')
        return found
      }
      const on = async (person: { id: string } | undefined, revision: number) => ({
        staff: await staff(person),
        id,
        revision
      })
      await assignLetter(fresh.db, await on(clerk, 1), handler?.office ?? '')
      await draftReply(fresh.db, await on(handler, 3), '有了更完整的资料。')
      await submitDraft(fresh.context, await on(handler, 4))
      await signReply(fresh.context, await on(leader, 5))
      await expect.poll(answers, { timeout: 3000 }).toBe(before + 1)
    })
  })
})
