import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { DeskSession, OpenSession } from '#contract/people.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { addPerson } from '#server/people/store.ts'
import { DeskBrowser, slugOf } from './desk-browser.ts'
import { acts, browser, later, member, openDesk, signedIn, stage } from './desk-stage.ts'
import { freshApp } from './fresh-app.ts'

openDesk()

describe('signing in', () => {
  test('opens a session with roles, permissions and a cookie that scripts and other sites never see', async () => {
    const person = await member(['handler', 'leader'])
    const at = browser()
    const response = await at.signIn({ account: `  ${person.account.toUpperCase()} `, password: person.password })
    expect(response.statusCode).toBe(201)
    const session = response.json<DeskSession>()
    expect(session.person).toMatchObject({
      id: person.id,
      roles: ['handler', 'leader'],
      office: { id: stage().officeId, name: '价格科' }
    })
    expect(session.permissions).toContainEqual({ permission: 'letters:read', scope: 'all' })
    expect(session.permissions).toContainEqual({ permission: 'letters:draft', scope: 'office' })
    expect(session).toMatchObject({
      mustSetPassword: false,
      mustEnrolSecondFactor: false,
      hasSecondFactor: false,
      idleMinutes: 30
    })
    const cookie = String(response.headers['set-cookie'])
    expect(cookie).toMatch(/Path=\/api\/desk/)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect((await at.send('GET', '/desk/session')).json<DeskSession>().person.id).toBe(person.id)
    const [started] = await acts((await at.send('GET', '/desk/sessions')).json<OpenSession[]>()[0]!.id, 'session.start')
    expect(started?.actor_id).toBe(person.id)
  })

  test('a wrong password and an unknown account get the same answer and leave no account name behind', async () => {
    const person = await member()
    const wrong = await browser().signIn({ account: person.account, password: 'not the password' })
    const unknown = await browser().signIn({ account: 'nobody.at.all', password: 'not the password' })
    const broken = await browser().signIn({ account: 'no\u0000body', password: 'not the\u0000password' })
    for (const response of [wrong, unknown, broken]) {
      expect([response.statusCode, slugOf(response)]).toEqual([401, 'sign-in-failed'])
      expect(response.headers['set-cookie']).toBeUndefined()
    }
    const without = ({ instance: _, ...rest }: ProblemDocument) => rest
    expect(without(unknown.json())).toEqual(without(wrong.json()))
    expect(await acts(person.id, 'session.refuse')).toHaveLength(1)
    expect((await acts(null, 'session.refuse')).length).toBeGreaterThanOrEqual(2)
    const { rows } = await stage().fresh.owner.query<{ found: boolean }>(
      `select exists (select from audit_events where to_json(audit_events)::text like '%nobody.at.all%') as found`
    )
    expect(rows[0]?.found).toBe(false)
  })

  test('takes the same time for an unknown account as for a wrong password', async () => {
    const person = await member()
    const time = async (account: string) => {
      const start = performance.now()
      await browser().signIn({ account, password: 'not the password' })
      return performance.now() - start
    }
    const fastest = { known: Infinity, unknown: Infinity }
    const differ = () => Math.max(fastest.known / fastest.unknown, fastest.unknown / fastest.known) > 1.5
    // other work on this machine only ever makes one slower: the fastest of some tries is what it really takes
    for (let round = 0; round < 3 || (differ() && round < 20); round += 1) {
      fastest.known = Math.min(fastest.known, await time(person.account))
      fastest.unknown = Math.min(fastest.unknown, await time('nobody.else'))
      later(16)
    }
    expect(differ(), JSON.stringify(fastest)).toBe(false)
  })

  test('gives the browser a new token, and the session it had is over', async () => {
    const person = await member()
    const at = await signedIn(person)
    const before = at.cookie
    await at.signIn({ account: person.account, password: person.password })
    expect(at.cookie).not.toBe(before)
    const thief = browser()
    thief.cookie = before
    expect((await thief.send('GET', '/desk/session')).statusCode).toBe(401)
  })

  test('a cookie that was made up or tampered with opens nothing', async () => {
    const at = await signedIn(await member())
    const { cookie } = at
    for (const forged of ['wenzheng-desk=abc', `${cookie}x`, 'wenzheng-desk=', 'wenzheng-desk=%00.%00']) {
      at.cookie = forged
      expect((await at.send('GET', '/desk/session')).statusCode).toBe(401)
    }
  })

  test('neither the cookie nor the password stands in the database', async () => {
    const person = await member()
    const at = await signedIn(person)
    const token = decodeURIComponent(at.cookie!.split('=')[1]!).split('.')[0]!
    const { rows } = await stage().fresh.owner.query<{ text: string }>(
      `select string_agg(to_json(s)::text, '') || (select string_agg(to_json(p)::text, '') from people p) as text from staff_sessions s`
    )
    expect(rows[0]?.text).not.toContain(token)
    expect(rows[0]?.text).not.toContain(Buffer.from(token).toString('hex'))
    expect(rows[0]?.text).not.toContain(person.password)
    expect(rows[0]?.text).toContain('$argon2id$')
  })

  test('a disabled person is out at once and does not come in again', async () => {
    const person = await member()
    const at = await signedIn(person)
    await stage().fresh.owner.query('update people set disabled_at = now() where id = $1', [person.id])
    expect((await at.send('GET', '/desk/session')).statusCode).toBe(401)
    expect(slugOf(await browser().signIn({ account: person.account, password: person.password }))).toBe(
      'sign-in-failed'
    )
  })
})

describe('failed sign-ins', () => {
  test.each(['known', 'unknown'])('make a %s account wait longer and longer, and never for good', async (kind) => {
    const account = kind === 'known' ? (await member()).account : 'stranger'
    for (let round = 0; round < 5; round += 1) {
      expect(slugOf(await browser().signIn({ account, password: 'guess' }))).toBe('sign-in-failed')
    }
    const waits: number[] = []
    for (let round = 0; round < 12; round += 1) {
      const refused = await browser().signIn({ account, password: 'guess' })
      expect([refused.statusCode, slugOf(refused)]).toEqual([429, 'too-many'])
      const { retryAfter = 0 } = refused.json<ProblemDocument>()
      expect(refused.headers['retry-after']).toBe(String(retryAfter))
      waits.push(retryAfter)
      later(retryAfter / 60)
      expect(slugOf(await browser().signIn({ account, password: 'guess' }))).toBe('sign-in-failed')
    }
    expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32])
    expect(Math.max(...waits)).toBe(900)
  })

  test('the right password is refused during the wait, taken after it, and starts the account anew', async () => {
    const { account, password } = await member()
    for (let round = 0; round < 5; round += 1) await browser().signIn({ account, password: 'guess' })
    expect(slugOf(await browser().signIn({ account, password }))).toBe('too-many')
    later(0.1)
    expect((await browser().signIn({ account, password })).statusCode).toBe(201)
    for (let round = 0; round < 4; round += 1) await browser().signIn({ account, password: 'guess' })
    expect((await browser().signIn({ account, password })).statusCode).toBe(201)
  })

  test('a hundred guesses at once get no further than one by one', async () => {
    const { account } = await member()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => browser().signIn({ account, password: 'guess' }))
    )
    const slugs = answers.map(slugOf)
    expect(slugs.filter((slug) => slug === 'sign-in-failed').length).toBeLessThanOrEqual(5)
    expect(slugs.filter((slug) => slug === 'too-many').length).toBeGreaterThanOrEqual(95)
  })

  test('many accounts from one network make the network wait, and other networks do not', async () => {
    const at = new DeskBrowser(stage().fresh.app, '2001:db8:1:2::1')
    let slug: string | undefined
    for (let round = 0; round < 40 && slug !== 'too-many'; round += 1) {
      slug = slugOf(await at.signIn({ account: `guessed${round}`, password: 'guess' }))
    }
    expect(slug).toBe('too-many')
    const neighbour = new DeskBrowser(stage().fresh.app, '2001:db8:1:2:ffff::9')
    const { account, password } = await member()
    expect(slugOf(await neighbour.signIn({ account, password }))).toBe('too-many')
    expect((await browser().signIn({ account, password })).statusCode).toBe(201)
  })

  test('more sign-ins at once than the server hashes are sent away for a moment, uncounted', async () => {
    const counted = async () => {
      const { rows } = await sql<{ failures: number }>`
        select sum(failures) as failures from sign_in_attempts where kind = 'account'`.execute(stage().fresh.db)
      return rows[0]?.failures ?? 0
    }
    const before = await counted()
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => browser().signIn({ account: `flood${index}`, password: 'guess' }))
    )
    const busy = answers.filter((answer) => slugOf(answer) === 'unavailable')
    expect(busy.length).toBeGreaterThan(0)
    for (const answer of busy) expect(answer.headers['retry-after']).toBe('3')
    expect((await counted()) - before).toBe(answers.length - busy.length)
  })
})

test('in production the cookie is for https alone, and a sign-in without https is refused instead of forgotten', async () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const production = await freshApp({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://wz.example.gov.cn',
    SECRET: key,
    SEAL_KEYS: `k1:${key}`,
    TRUSTED_PROXIES: '192.0.2.1'
  })
  try {
    const { password } = await production.db
      .transaction()
      .execute((trx) => addPerson(trx, { account: 'clerk', name: '收', officeId: null, roles: ['registryClerk'] }))
    const at = new DeskBrowser(production.app)
    expect((await at.signIn({ account: 'clerk', password })).statusCode).toBe(503)
    const entered = await at.send(
      'POST',
      '/desk/session',
      { account: 'clerk', password },
      { 'x-forwarded-proto': 'https' }
    )
    expect(entered.statusCode).toBe(201)
    expect(String(entered.headers['set-cookie'])).toMatch(/; Secure/)
    expect(entered.json<DeskSession>()).toMatchObject({ mustSetPassword: true, mustEnrolSecondFactor: true })
  } finally {
    await production.close()
  }
})
