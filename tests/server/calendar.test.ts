import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CalendarChange } from '#contract/calendar-desk.ts'
import { examineDatabase } from '#server/core/doctor.ts'
import { announcedCalendar, calendarNow, calendarOf, calendarRevision } from '#server/core/working-calendar.ts'
import { recountDueDates } from '#server/letters/due-dates.ts'
import { slugOf } from './desk-browser.ts'
import { draft, sent } from './letter-stage.ts'
import { colleague } from './staff.ts'
import {
  source,
  off,
  fresh,
  admin,
  otherAdmin,
  at,
  begin,
  end,
  year,
  put,
  rule,
  seen,
  kept,
  sync
} from './calendar-stage.ts'

describe('a day that an administrator rules', () => {
  beforeAll(() => begin('2026-11-23'))
  afterAll(end)

  test('moves the due date of an open letter and leaves an ended one as it was counted', async () => {
    const [running, ended] = [draft(), draft()]
    const { number, due } = await sent(fresh.app, running)
    const { number: endedNumber } = await sent(fresh.app, ended)
    expect([due.dueOn, due.provisional]).toEqual(['2026-12-14', false])
    const withdrawn = await fresh.app.inject({
      method: 'POST',
      url: `/api/letters/${endedNumber}/withdrawal`,
      headers: { authorization: `Code ${ended.code}` },
      payload: {}
    })
    expect(withdrawn.statusCode, withdrawn.body).toBe(200)
    const before = await kept(running)

    const { moved, calendar } = await rule(2026, [off('2026-12-07')])
    expect(moved).toBe(1)
    expect(calendar.days.filter(({ byHand }) => byHand)).toEqual([{ ...off('2026-12-07'), source, byHand: true }])
    expect(calendar.openLetters).toBe(1)

    expect(await kept(running)).toMatchObject({
      dueOn: '2026-12-15',
      roundDueOn: '2026-12-15',
      calendarRevision: calendar.revision,
      revision: before.revision + 1,
      moves: [{ from: '2026-12-14', to: '2026-12-15', reason: source, actor: admin.id, position: 2 }],
      audited: [{ from: '2026-12-14', to: '2026-12-15' }]
    })
    const shown = await seen(running, number)
    expect(shown.rounds[0]?.due.dueOn).toBe('2026-12-15')
    expect(shown.rounds[0]?.due.days).toContainEqual({ date: '2026-12-07', reason: 'holiday', name: '临时放假' })

    expect(await kept(ended)).toMatchObject({ dueOn: '2026-12-14', roundDueOn: '2026-12-14', moves: [] })
    const old = await seen(ended, endedNumber)
    expect(old.rounds[0]?.due.dueOn).toBe('2026-12-14')
    expect(old.rounds[0]?.due.days.some(({ reason }) => reason === 'holiday')).toBe(false)
  })

  test('holds for letters that come afterwards, and can be taken back', async () => {
    const letter = draft()
    expect((await sent(fresh.app, letter)).due.dueOn).toBe('2026-12-15')
    await rule(2026, [{ date: '2026-12-07', ruling: 'ordinary', name: '照常' }])
    expect(await kept(letter)).toMatchObject({ dueOn: '2026-12-14', moves: [{ from: '2026-12-15', to: '2026-12-14' }] })
    await rule(2026, [{ date: '2026-12-12', ruling: 'work', name: '补班' }])
    expect(await kept(letter)).toMatchObject({ dueOn: '2026-12-12', moves: [{}, { to: '2026-12-12' }] })
  })

  test('takes a holiday of the announced data away', async () => {
    const { holidays } = (await calendarNow(fresh.db)).calendar
    expect(holidays['2026-10-01']).toBe('国庆节')
    await rule(2026, [{ date: '2026-10-01', ruling: 'ordinary', name: '照常' }])
    expect((await calendarNow(fresh.db)).calendar.holidays).not.toHaveProperty('2026-10-01')
    expect((await year()).days).toContainEqual({
      date: '2026-10-01',
      ruling: 'ordinary',
      name: '照常',
      source,
      byHand: true
    })
  })

  test('adds nothing when it is so already', async () => {
    const { revision, days } = await year()
    const holiday = days.find(({ date }) => date === '2026-10-02')
    const asked = [off('2026-10-02', ` ${holiday?.name} `), { date: '2026-12-21', ruling: 'ordinary', name: '照常' }]
    const response = await put(2026, { days: asked, revision })
    expect(response.json<CalendarChange>()).toMatchObject({ moved: 0, calendar: { revision } })
    expect(await calendarRevision(fresh.db)).toBe(revision)
  })

  test('leaves an audit row of counts and numbers', async () => {
    const { calendar } = await rule(2026, [off('2026-12-24'), off('2026-12-25')])
    const { rows } = await fresh.owner.query(
      `select actor_id, subject_kind, subject_id, details from audit_events
       where act = 'calendar.changed' and details->>'revision' = $1`,
      [String(calendar.revision)]
    )
    expect(rows).toEqual([
      {
        actor_id: admin.id,
        subject_kind: 'calendar',
        subject_id: '2026',
        details: { revision: calendar.revision, days: 2, announced: true, source }
      }
    ])
  })

  test('names the announcement that moved the date, not one that came after it', async () => {
    const letter = draft()
    const { due } = await sent(fresh.app, letter)
    const { revision } = await year()
    await fresh.owner.query(`
      insert into calendar_revisions values (${revision + 1}, now(), '第一号通知', true, '${admin.id}'),
                                            (${revision + 2}, now(), '第二号通知', true, '${otherAdmin.id}');
      insert into calendar_days values (${revision + 1}, '2026-12-02', 'off', '放假'), (${revision + 2}, '2026-03-02', 'off', '放假')`)
    expect(await recountDueDates(fresh.context)).toBeGreaterThan(0)
    const { moves } = await kept(letter)
    expect(moves).toMatchObject([{ from: due.dueOn, reason: '第一号通知', actor: admin.id }])
  })
})

describe('a year that is not announced', () => {
  beforeAll(() => begin('2026-12-21'))
  afterAll(end)

  test('makes limits that run into it provisional until it is announced', async () => {
    const letter = draft()
    const { due, number } = await sent(fresh.app, letter)
    expect([due.dueOn, due.provisional]).toEqual(['2027-01-12', true])
    const unannounced = await year(2027)
    expect(unannounced).toMatchObject({ announced: false, openLetters: 1 })
    expect(unannounced.days).toHaveLength(13)
    expect(unannounced.days[0]).toMatchObject({ date: '2027-01-01', ruling: 'off', name: '元旦', byHand: false })
    expect((await year(2026)).openLetters).toBe(1)
    expect((await year(2028)).openLetters).toBe(0)

    expect((await rule(2027, [], true)).moved).toBe(0)
    expect(await kept(letter)).toMatchObject({ provisional: false, roundProvisional: false, moves: [], audited: [] })

    expect((await rule(2027, [off('2027-01-04', '元旦')], true)).moved).toBe(1)
    expect((await seen(letter, number)).rounds[0]?.due).toMatchObject({ dueOn: '2027-01-13', provisional: false })

    await rule(2027, [], false)
    expect(await kept(letter)).toMatchObject({ dueOn: '2027-01-13', provisional: true, moves: [{}] })
  })

  test('is told by the doctor from November on', async () => {
    const database = { owner: fresh.owner, pool: fresh.owner, db: fresh.db, embedded: undefined, close: fresh.close }
    const finding = async () =>
      (await examineDatabase(database, fresh.context)).find(({ about }) => about.includes('calendar'))
    expect(await finding()).toMatchObject({ state: 'warn', advice: expect.stringContaining('2027') as string })
    at('2026-10-20')
    expect(await finding()).toMatchObject({ state: 'ok', advice: '' })
    at('2027-01-04')
    expect(await finding()).toMatchObject({ state: 'fail' })
    at('2026-12-21')
    await rule(2027, [], true)
    expect(await finding()).toMatchObject({ state: 'ok', about: expect.stringContaining('2027') as string })
  })
})

describe('two at once', () => {
  beforeAll(() => begin('2026-11-23'))
  afterAll(end)

  test('of two administrators the second is told, and nothing of the first is overwritten', async () => {
    const { revision } = await year()
    const answers = await Promise.all([
      put(2026, { days: [off('2026-12-01', '一')], revision }, admin),
      put(2026, { days: [off('2026-12-01', '二')], revision }, otherAdmin)
    ])
    expect(answers.map((one) => one.statusCode).sort()).toEqual([200, 409])
    const refused = answers.find((one) => one.statusCode === 409)
    expect(refused && slugOf(refused)).toBe('changed-meanwhile')
    const winner = answers[0].statusCode === 200 ? '一' : '二'
    expect((await year()).days).toContainEqual({ ...off('2026-12-01', winner), source, byHand: true })
    expect(await calendarRevision(fresh.db)).toBe(revision + 1)
  })

  test('two countings at the same time move each letter once', async () => {
    const letters = Array.from({ length: 12 }, () => draft())
    for (const letter of letters) await sent(fresh.app, letter)
    const { revision } = await year()
    await fresh.owner.query(`
      insert into calendar_revisions values (${revision + 1}, now(), '补充通知', true, '${admin.id}');
      insert into calendar_days values (${revision + 1}, '2026-12-02', 'off', '放假')`)
    const moved = await Promise.all([1, 2, 3].map(() => recountDueDates(fresh.context)))
    expect(moved.reduce((sum, one) => sum + one)).toBe(12)
    for (const letter of letters) expect((await kept(letter)).moves).toHaveLength(1)
  })

  test('a counting that is cut short is finished by the next, without doubles', async () => {
    const letters = Array.from({ length: 60 }, () => draft())
    for (const letter of letters) await sent(fresh.app, letter)
    const last = letters.at(-1)
    await fresh.owner.query(`
      create function stumble() returns trigger language plpgsql as $$ begin raise 'cut short'; end $$;
      create trigger stumble before update on letters for each row when (new.id = '${last?.id}') execute function stumble()`)
    const { revision } = await year()
    const broken = await put(2026, { days: [off('2026-12-03')], revision })
    expect(broken.statusCode).toBe(500)
    // the change itself stands; some letters have moved, the others not yet
    expect(await calendarRevision(fresh.db)).toBe(revision + 1)
    expect((await kept(letters[0] ?? draft())).moves).toHaveLength(1)
    expect((await kept(last ?? draft())).moves).toEqual([])
    await fresh.owner.query('drop trigger stumble on letters; drop function stumble')
    expect(await recountDueDates(fresh.context)).toBeGreaterThan(0)
    expect(await recountDueDates(fresh.context)).toBe(0)
    for (const letter of letters) {
      const { moves, dueOn, roundDueOn, calendarRevision } = await kept(letter)
      expect([moves.length, dueOn, roundDueOn, calendarRevision]).toEqual([1, '2026-12-17', '2026-12-17', revision + 1])
    }
  })

  test('a letter that another process counted by the calendar before is found by the job', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    const right = await kept(letter)
    await fresh.owner.query(
      `update letter_rounds set calendar_revision = 1, due_on = '2026-12-14' where letter_id = $1`,
      [letter.id]
    )
    await fresh.owner.query(`update letters set due_on = '2026-12-14' where id = $1`, [letter.id])
    expect(await recountDueDates(fresh.context)).toBe(1)
    expect(await kept(letter)).toMatchObject({ dueOn: right.dueOn, roundDueOn: right.dueOn })
  })
})

describe('what is refused', () => {
  beforeAll(() => begin('2026-11-23'))
  afterAll(end)

  test('anybody but an administrator', async () => {
    const clerk = await colleague(fresh.app, fresh.db, 'clerk', ['registryClerk', 'registryHead', 'leader'])
    for (const response of [await clerk.send('GET', '/desk/calendar/2026'), await put(2026, { revision: 1 }, clerk)]) {
      expect([response.statusCode, slugOf(response)]).toEqual([403, 'not-permitted'])
    }
    expect((await fresh.app.inject({ url: '/api/desk/calendar/2026' })).statusCode).toBe(401)
  })

  test.each([
    ['a day of another year', { days: [off('2027-01-01')] }, 409, 'calendar-contradicts'],
    ['a day twice', { days: [off('2026-12-01'), off('2026-12-01', '又一次')] }, 409, 'calendar-contradicts'],
    ['a day that does not exist', { days: [off('2026-02-30')] }, 422, 'invalid'],
    ['a thirteenth month', { days: [off('2026-13-01')] }, 422, 'invalid'],
    ['a date that is none', { days: [off('today')] }, 422, 'invalid'],
    ['an unknown ruling', { days: [{ ...off('2026-12-01'), ruling: 'half' }] }, 422, 'invalid'],
    ['a day without a name', { days: [off('2026-12-01', '  ')] }, 422, 'invalid'],
    ['no source', { source: '    ' }, 422, 'invalid'],
    ['a zero character', { days: [off('2026-12-01', '放\u0000假')] }, 400, 'bad-text'],
    ['a revision that was never there', { revision: 99 }, 409, 'changed-meanwhile'],
    [
      'more days than a year of rulings has',
      { days: Array.from({ length: 121 }, () => off('2026-12-01')) },
      422,
      'invalid'
    ]
  ])('%s', async (_what, changes, status, slug) => {
    const { revision } = await year()
    const response = await put(2026, { revision, ...changes })
    expect([response.statusCode, slugOf(response)]).toEqual([status, slug])
    expect(await calendarRevision(fresh.db)).toBe(revision)
  })

  test('a year that is none', async () => {
    for (const wrong of ['1999', '20266', 'next'])
      expect((await admin.send('GET', `/desk/calendar/${wrong}`)).statusCode).toBe(400)
  })

  test('changing or deleting what was ruled, even by the server itself', async () => {
    for (const table of ['calendar_revisions', 'calendar_days', 'calendar_years']) {
      await expect(sql`delete from ${sql.table(table)}`.execute(fresh.db)).rejects.toThrow(/permission denied/)
      await expect(sql`update ${sql.table(table)} set revision = 9`.execute(fresh.db)).rejects.toThrow(
        /permission denied/
      )
    }
  })
})

describe('what comes with the program', () => {
  beforeAll(() => begin('2026-12-21'))
  afterAll(end)

  test('is the first revision, and stands for letters from before there were any', async () => {
    expect(await calendarRevision(fresh.db)).toBe(1)
    expect(await calendarOf(fresh.db, 1)).toEqual(announcedCalendar)
    expect(await calendarOf(fresh.db, 0)).toEqual(announcedCalendar)
    expect((await year(2026)).days.every(({ byHand, source: from }) => !byHand && /^chinese-days \d/.test(from))).toBe(
      true
    )
    await expect(calendarOf(fresh.db, 2)).rejects.toThrow(RangeError)
  })

  /** The data with these days of 2027, which is announced then. */
  const later = (holidays: Record<string, string>, years = [2027]) => ({
    holidays: {
      ...Object.fromEntries(Object.entries(announcedCalendar.holidays).filter(([date]) => date < '2027')),
      ...holidays
    },
    announcedYears: [...announcedCalendar.announcedYears, ...years]
  })

  test('adds a revision only when it says something new, and no step back', async () => {
    expect(await sync('1.5.7', {})).toBe(false)
    expect(await sync('99.0.0', later({ '2027-01-01': '元旦' }))).toBe(true)
    expect(await sync('99.0.0', later({ '2027-01-01': '元旦' }))).toBe(false)
    expect(await sync('98.10.0', {})).toBe(false)
    expect(await calendarRevision(fresh.db)).toBe(2)
    expect((await calendarNow(fresh.db)).calendar.announcedYears).toContain(2027)
    expect((await calendarOf(fresh.db, 1)).announcedYears).not.toContain(2027)
  })

  test('moves open letters at the next counting, in words a sender understands', async () => {
    const letter = draft()
    await sent(fresh.app, letter)
    expect(await kept(letter)).toMatchObject({ dueOn: '2027-01-12', provisional: false })
    expect(await sync('99.1.0', later({ '2027-01-01': '元旦', '2027-01-04': '元旦' }))).toBe(true)
    expect(await recountDueDates(fresh.context)).toBe(1)
    expect((await kept(letter)).moves).toMatchObject([{ to: '2027-01-13', reason: '国务院放假安排', actor: null }])
  })

  test('does not reach what was ruled by hand, and takes back what it said itself', async () => {
    await rule(2027, [{ date: '2027-01-05', ruling: 'work', name: '照常上班' }])
    await rule(2028, [], true)
    await rule(2028, [], false)
    expect(await sync('99.2.0', later({ '2027-01-05': '元旦', '2027-01-06': '元旦' }, [2027, 2028]))).toBe(true)
    const { calendar } = await calendarNow(fresh.db)
    expect(calendar.makeUpDays['2027-01-05']).toBe('照常上班')
    expect(calendar.holidays).not.toHaveProperty('2027-01-05')
    expect(calendar.announcedYears).not.toContain(2028)
    expect(calendar.holidays['2027-01-06']).toBe('元旦')
    expect(calendar.holidays).not.toHaveProperty('2027-01-01')
  })

  test('is written once when several servers start together', async () => {
    const before = await calendarRevision(fresh.db)
    const added = await Promise.all([1, 2].map(() => sync('99.3.0', later({ '2027-01-07': '元旦' }))))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await calendarRevision(fresh.db)).toBe(before + 1)
  })
})
