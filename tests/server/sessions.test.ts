import { describe, expect, test } from 'vitest'
import type { OpenSession } from '#contract/people.ts'
import { sweepSessions } from '#server/core/sessions.ts'
import { slugOf } from './desk-browser.ts'
import { acts, browser, later, member, openDesk, signedIn, stage } from './desk-stage.ts'

openDesk()

describe('a session', () => {
  test('ends after the idle time, and work keeps it open', async () => {
    const at = await signedIn(await member())
    later(25)
    expect((await at.send('GET', '/desk/session')).statusCode).toBe(200)
    later(25)
    expect((await at.send('GET', '/desk/session')).statusCode).toBe(200)
    later(31)
    expect([(await at.send('GET', '/desk/session')).statusCode]).toEqual([401])
  })

  test('ends twelve hours after its start, however busy', async () => {
    const at = await signedIn(await member())
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      later(20)
      expect((await at.send('GET', '/desk/session')).statusCode, `after ${minutes} minutes`).toBe(200)
    }
    later(21)
    expect((await at.send('GET', '/desk/session')).statusCode).toBe(401)
  })

  test('is noted as seen at most once a minute', async () => {
    const at = await signedIn(await member())
    const seen = async () => (await at.send('GET', '/desk/sessions')).json<OpenSession[]>()[0]!.seenAt
    const first = await seen()
    later(0.5)
    expect(await seen()).toBe(first)
    later(1)
    await seen()
    expect(await seen()).not.toBe(first)
  })

  test('is listed to its owner with the device and can be ended from elsewhere', async () => {
    const person = await member()
    const here = await signedIn(person)
    const there = browser('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1')
    await there.signIn({ account: person.account, password: person.password })
    const listed = (await here.send('GET', '/desk/sessions')).json<OpenSession[]>()
    expect(listed.map(({ device, current }) => [device, current])).toEqual([
      ['Safari, iOS', false],
      ['Chrome, Windows', true]
    ])
    const { id } = listed.find(({ current }) => !current)!
    expect((await here.send('DELETE', `/desk/sessions/${id}`)).statusCode).toBe(204)
    expect(slugOf(await there.send('GET', '/desk/session'))).toBe('not-signed-in')
    expect(await acts(id, 'session.end')).toHaveLength(1)
    expect(slugOf(await here.send('DELETE', `/desk/sessions/${id}`))).toBe('not-found')
  })

  test('of somebody else can not be ended', async () => {
    const other = await signedIn(await member())
    const [theirs] = (await other.send('GET', '/desk/sessions')).json<OpenSession[]>()
    const here = await signedIn(await member())
    expect(slugOf(await here.send('DELETE', `/desk/sessions/${theirs!.id}`))).toBe('not-found')
    expect((await other.send('GET', '/desk/session')).statusCode).toBe(200)
  })

  test('is over after signing out, and the cookie is taken back', async () => {
    const at = await signedIn(await member())
    const { cookie } = at
    expect((await at.send('DELETE', '/desk/session')).statusCode).toBe(204)
    expect(at.cookie).toBeUndefined()
    at.cookie = cookie
    expect(slugOf(await at.send('GET', '/desk/session'))).toBe('not-signed-in')
  })

  test('that has run out is swept away', async () => {
    const person = await member()
    await signedIn(person)
    const count = async () =>
      (await stage().fresh.owner.query('select from staff_sessions where person_id = $1', [person.id])).rowCount
    await sweepSessions(stage().fresh.db)
    expect(await count()).toBe(1)
    later(31)
    await sweepSessions(stage().fresh.db)
    expect(await count()).toBe(0)
  })

  test('changes nothing without its own token', async () => {
    const at = await signedIn(await member())
    const own = at.token!
    const others = (await signedIn(await member())).token!
    for (const token of [undefined, '', 'made-up', others]) {
      at.token = token
      const refused = await at.send('DELETE', '/desk/session')
      expect([refused.statusCode, slugOf(refused)]).toEqual([403, 'csrf-token-wrong'])
    }
    at.token = own
    expect((await at.send('DELETE', '/desk/session')).statusCode).toBe(204)
  })

  test('anybody without one is asked to sign in, and no cookie is set', async () => {
    const refused = await browser().send('GET', '/desk/session')
    expect([refused.statusCode, slugOf(refused)]).toEqual([401, 'not-signed-in'])
    expect(refused.headers['set-cookie']).toBeUndefined()
  })
})
