import { describe, expect, test } from 'vitest'
import type { DeskSession, Person, Role } from '#contract/people.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { loadStaff } from '#server/core/sessions.ts'
import { addPerson } from '#server/people/store.ts'
import { DeskBrowser, slugOf } from './desk-browser.ts'
import { acts, browser, codeOf, enrol, later, laterInStep, member, openDesk, signedIn, stage } from './desk-stage.ts'
import { freshApp } from './fresh-app.ts'

openDesk()

describe('a password', () => {
  test('is set by its owner, and all other sessions end', async () => {
    const person = await member(['registryClerk'], false)
    const here = await signedIn(person)
    const there = await signedIn(person)
    const next = '四个不相干的词连在一起啊'
    expect((await here.send('PUT', '/desk/password', { current: person.password, next })).statusCode).toBe(204)
    expect((await here.send('GET', '/desk/session')).json<DeskSession>().mustSetPassword).toBe(false)
    expect((await there.send('GET', '/desk/session')).statusCode).toBe(401)
    expect(slugOf(await browser().signIn({ account: person.account, password: person.password }))).toBe(
      'sign-in-failed'
    )
    expect((await browser().signIn({ account: person.account, password: next })).statusCode).toBe(201)
    expect(await acts(person.id, 'person.setPassword')).toHaveLength(1)
  })

  test('is refused when the current one is wrong, when it is the same, and when it is short', async () => {
    const person = await member()
    const at = await signedIn(person)
    const put = (current: string, next: string) => at.send('PUT', '/desk/password', { current, next })
    expect(slugOf(await put('wrong', 'another long password'))).toBe('sign-in-failed')
    const same = await put(person.password, person.password)
    expect([slugOf(same), same.json<ProblemDocument>().errors]).toEqual([
      'invalid',
      [{ pointer: '/next', rule: 'different' }]
    ])
    expect(slugOf(await put(person.password, 'short'))).toBe('invalid')
  })

  test('can not be guessed from an open session', async () => {
    const at = await signedIn(await member())
    let slug: string | undefined
    for (let round = 0; round < 6; round += 1) {
      slug = slugOf(
        await at.send('PUT', '/desk/password', { current: `guess ${round}`, next: 'another long password' })
      )
    }
    expect(slug).toBe('too-many')
  })

  test('that was generated opens the own account only, until an own one is set', async () => {
    const person = await member(['administrator'], false)
    const at = await signedIn(person)
    expect((await at.send('GET', '/desk/session')).json<DeskSession>().mustSetPassword).toBe(true)
    expect((await at.send('GET', '/desk/sessions')).statusCode).toBe(200)
    for (const path of ['/desk/people', '/desk/offices', '/desk/letters']) {
      expect(slugOf(await at.send('GET', path)), path).toBe('account-unfinished')
    }
    await at.send('PUT', '/desk/password', { current: person.password, next: 'another long password' })
    expect((await at.send('GET', '/desk/people')).statusCode).toBe(200)
  })
})

describe('a second factor', () => {
  test('is asked for once it is enrolled; asking counts neither as right nor as wrong', async () => {
    const person = await member()
    const at = await signedIn(person)
    const elsewhere = await signedIn(person)
    const secret = await enrol(at, person)
    expect((await at.send('GET', '/desk/session')).json<DeskSession>().hasSecondFactor).toBe(true)
    expect((await elsewhere.send('GET', '/desk/session')).statusCode).toBe(401)
    expect(await acts(person.id, 'person.enrolSecondFactor')).toHaveLength(1)
    const { account, password } = person
    for (let round = 0; round < 8; round += 1) {
      expect(slugOf(await browser().signIn({ account, password }))).toBe('one-time-code-needed')
    }
    laterInStep(1)
    expect((await browser().signIn({ account, password, oneTimeCode: codeOf(secret) })).statusCode).toBe(201)
    expect(await acts(person.id, 'session.refuse')).toHaveLength(0)
  })

  test('takes each one-time code once, one step early or late, and never an older one', async () => {
    const person = await member()
    const secret = await enrol(await signedIn(person), person)
    const { account, password } = person
    const attempt = async (oneTimeCode: string) =>
      (await browser().signIn({ account, password, oneTimeCode })).statusCode
    expect(await attempt(codeOf(secret)), 'the code that enrolled it').toBe(401)
    laterInStep(5)
    expect(await attempt(codeOf(secret, -90))).toBe(401)
    expect(await attempt(codeOf(secret, 90))).toBe(401)
    expect(await attempt(codeOf(secret, -30))).toBe(201)
    expect(await attempt(codeOf(secret, -30))).toBe(401)
    expect(await attempt(codeOf(secret, 30))).toBe(201)
    expect(await attempt(codeOf(secret)), 'older than the last that was taken').toBe(401)
  })

  test('opens one session when the same code is sent many times at once', async () => {
    const person = await member()
    const secret = await enrol(await signedIn(person), person)
    later(2)
    const oneTimeCode = codeOf(secret)
    const { account, password } = person
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => browser().signIn({ account, password, oneTimeCode }))
    )
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
  })

  test('changes nothing until it is confirmed, and needs the password to begin', async () => {
    const person = await member()
    const at = await signedIn(person)
    expect(slugOf(await at.send('PUT', '/desk/second-factor', { oneTimeCode: '123456' }))).toBe('changed-meanwhile')
    expect(slugOf(await at.send('POST', '/desk/second-factor', { password: 'wrong' }))).toBe('sign-in-failed')
    const { secret } = (await at.send('POST', '/desk/second-factor', { password: person.password })).json<{
      secret: string
    }>()
    const wrong = codeOf(secret, 3600)
    expect(slugOf(await at.send('PUT', '/desk/second-factor', { oneTimeCode: wrong }))).toBe('sign-in-failed')
    expect((await browser().signIn({ account: person.account, password: person.password })).statusCode).toBe(201)
    const { rows } = await stage().fresh.owner.query<{ data: string }>(
      'select data::text as data from staff_sessions where person_id = $1',
      [person.id]
    )
    expect(rows.map(({ data }) => data).join()).not.toContain(secret)
  })

  test('must be enrolled before the desk opens where the settings say so', async () => {
    const strict = await freshApp({ REQUIRE_SECOND_FACTOR: 'true' })
    try {
      const { password } = await strict.db
        .transaction()
        .execute((trx) =>
          addPerson(trx, { account: 'admin', name: '管', officeId: null, roles: ['administrator'], demo: true })
        )
      const at = new DeskBrowser(strict.app)
      expect((await at.signIn({ account: 'admin', password })).json<DeskSession>().mustEnrolSecondFactor).toBe(true)
      expect(slugOf(await at.send('GET', '/desk/people'))).toBe('account-unfinished')
      await enrol(at, { account: 'admin', password })
      expect((await at.send('GET', '/desk/people')).statusCode).toBe(200)
    } finally {
      await strict.close()
    }
  })
})

describe('an administrator', () => {
  test('adds a member of staff, who signs in with the password shown once', async () => {
    const admin = await member(['administrator'])
    const at = await signedIn(admin)
    const added = await at.send('POST', '/desk/people', {
      account: 'new.one',
      name: ' 新人 ',
      officeId: stage().officeId,
      roles: ['handler']
    })
    expect(added.statusCode).toBe(201)
    const { person, password } = added.json<{ person: Person; password: string }>()
    expect(person).toEqual({
      id: person.id,
      account: 'new.one',
      name: '新人',
      office: { id: stage().officeId, name: '价格科' },
      roles: ['handler'],
      hasSecondFactor: false,
      lastSignInAt: null
    })
    const entered = await browser().signIn({ account: 'new.one', password })
    expect(entered.json<DeskSession>().mustSetPassword).toBe(true)
    const people = (await at.send('GET', '/desk/people')).json<Person[]>()
    expect(people.find(({ account }) => account === 'new.one')?.lastSignInAt).toMatch(/Z$/)
    const [row] = await acts(person.id, 'person.add')
    expect(row).toEqual({ actor_id: admin.id, details: { roles: 'handler' } })
  })

  test('is told what is wrong with a new member of staff', async () => {
    const at = await signedIn(await member(['administrator']))
    const { account } = await member()
    const add = (body: object) =>
      at.send('POST', '/desk/people', { account: 'another.one', name: '某', roles: ['leader'], ...body })
    expect(slugOf(await add({ account }))).toBe('account-taken')
    expect((await add({ roles: ['officeHead'] })).json<ProblemDocument>().errors).toEqual([
      { pointer: '/officeId', rule: 'required' }
    ])
    const nowhere = await add({ officeId: '019ac000-0000-7000-8000-000000000000' })
    expect(nowhere.json<ProblemDocument>().errors).toEqual([{ pointer: '/officeId', rule: 'known' }])
    expect(slugOf(await add({ account: 'Big Letters' }))).toBe('invalid')
    expect(slugOf(await add({ roles: ['king'] }))).toBe('invalid')
    expect(slugOf(await add({ roles: [] }))).toBe('invalid')
    expect(slugOf(await add({ name: '\u0000' }))).toBe('bad-text')
  })

  test('resets a person: new password, no second factor, no session, no waiting', async () => {
    const admin = await member(['administrator'])
    const at = await signedIn(admin)
    const person = await member()
    const theirs = await signedIn(person)
    await enrol(theirs, person)
    const { account } = person
    for (let round = 0; round < 6; round += 1) await browser().signIn({ account, password: 'guess' })
    const reset = await at.send('POST', `/desk/people/${person.id}/reset`)
    expect(reset.statusCode).toBe(200)
    const { password } = reset.json<{ password: string }>()
    expect((await theirs.send('GET', '/desk/session')).statusCode).toBe(401)
    const entered = await browser().signIn({ account, password })
    expect(entered.json<DeskSession>()).toMatchObject({ mustSetPassword: true, hasSecondFactor: false })
    expect((await acts(person.id, 'person.reset'))[0]?.actor_id).toBe(admin.id)
    expect(slugOf(await at.send('POST', '/desk/people/019ac000-0000-7000-8000-000000000000/reset'))).toBe('not-found')
  })

  test('alone may see and change staff; every signed-in person sees the offices', async () => {
    const person = await member()
    for (const role of ['handler', 'officeHead', 'registryHead', 'leader', 'doorStaff', 'auditor'] as const) {
      const at = await signedIn(await member(role === 'officeHead' ? ['officeHead', 'handler'] : [role]))
      expect(slugOf(await at.send('GET', '/desk/people')), role).toBe('not-permitted')
      expect(slugOf(await at.send('POST', `/desk/people/${person.id}/reset`)), role).toBe('not-permitted')
      expect((await at.send('GET', '/desk/offices')).json(), role).toEqual([{ id: stage().officeId, name: '价格科' }])
    }
  })
})

test('what a role may do is what the table of grants says', async () => {
  const grants = async (...roles: Role[]) => {
    const staff = await loadStaff(stage().fresh.db, (await member([...roles, 'handler'])).id)
    return Object.fromEntries(staff!.grants)
  }
  expect(await grants('registryClerk')).toEqual({
    'letters:read': 'all',
    'letters:assign': 'all',
    'letters:draft': 'office',
    'letters:publish': 'all',
    'letters:review': 'all',
    'letters:moderate': 'all',
    'letters:merge': 'all',
    'departments:manage': 'all',
    'knowledge:keep': 'all',
    'openDays:read': 'all',
    'openDays:write': 'all',
    'openDays:admit': 'all',
    'readingPlaces:write': 'all',
    'readingPlaces:log': 'all',
    'articles:read': 'all',
    'articles:write': 'all',
    'articles:check': 'all'
  })
  expect(await grants('leader')).toEqual({
    'letters:read': 'all',
    'letters:sign': 'all',
    'letters:draft': 'office',
    'letters:publish': 'office',
    'knowledge:keep': 'office',
    'letters:review': 'all',
    'letters:oversee': 'all',
    'letters:merge': 'office',
    'openDays:read': 'all',
    'openDays:publish': 'all',
    'articles:read': 'all',
    'articles:write': 'office',
    'articles:release': 'all',
    'articles:withdraw': 'all'
  })
  expect(await grants('auditor', 'administrator')).toEqual({
    'letters:read': 'office',
    'letters:draft': 'office',
    'letters:publish': 'office',
    'knowledge:keep': 'office',
    'letters:review': 'office',
    'letters:merge': 'office',
    'articles:read': 'office',
    'articles:write': 'office',
    'audit:read': 'all',
    'people:manage': 'all',
    'notices:write': 'all',
    'calendar:manage': 'all'
  })
  expect(await loadStaff(stage().fresh.db, '019ac000-0000-7000-8000-000000000000')).toBeUndefined()
})
