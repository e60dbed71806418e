import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Renderer } from '#contract/pages.ts'
import { buildApp } from '#server/app.ts'
import { applicationRole, openDb, openPool, type Db } from '#server/core/db.ts'
import { answered, approve, openBureau, proposed, published, stage, withdraw } from './answer-stage.ts'

openBureau()

/** what the renderer was asked for, in order */
const rendered: string[] = []
const renderer: Renderer = {
  render: (path, language, data) => {
    rendered.push(`${language} ${path}`)
    return Promise.resolve({
      status: path === '/404' ? 404 : 200,
      title: data.answer?.title ?? path,
      description: data.answer?.reply ?? '',
      html: `<main>${data.answers?.found.answers.map(({ title }) => title).join(',') ?? ''}</main>`
    })
  }
}
const shell =
  '<!doctype html><html lang="zh-CN"><head><title>x</title><meta name="description" content="y"></head>' +
  '<body><div id="app"><!--app-html--></div><!--page-data--></body></html>'

let app: Awaited<ReturnType<typeof buildApp>>
let db: Db

beforeAll(async () => {
  const { fresh } = stage()
  const { options } = fresh.owner
  const pool = openPool(options as { host: string; port: number; user: string; database: string }, {
    role: applicationRole
  })
  db = openDb(pool)
  const source = {
    renderer,
    builtFolder: import.meta.dirname,
    shell: () => Promise.resolve(shell),
    keep: true,
    strict: true
  }
  app = await buildApp(fresh.config, { db, pool, source })
})

afterAll(async () => {
  await app.close()
  await db.destroy()
})

const page = async (url: string) => await app.inject({ url, headers: { accept: 'text/html' } })

/** Every change made so far was heard of: the page is answered without being made again. */
const settled = async (url: string) => {
  const again = async () => {
    const before = rendered.length
    await page(url)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await page(url)
    return rendered.length - before
  }
  await expect.poll(again, { timeout: 3000 }).toBe(0)
}

test('an answer has a page of its own in both languages: its title, its data, made once', async () => {
  const { letter } = await answered({ title: '为什么 <房租> 没动' })
  const id = await published(letter.id)
  const first = await page(`/answers/${id}`)
  expect(first.statusCode).toBe(200)
  expect(first.body).toContain('<title>为什么 &lt;房租&gt; 没动</title>')
  expect(first.body).toContain(`<script type="application/json" id="page-data">{"answer":{"id":"${id}"`)
  expect(first.body).not.toContain(letter.id)
  await settled(`/answers/${id}`)
  const made = rendered.length
  expect((await page(`/answers/${id}`)).body).toBe(first.body)
  const head = await app.inject({ method: 'HEAD', url: `/answers/${id}` })
  expect([head.statusCode, head.body]).toEqual([200, ''])
  expect(
    (await app.inject({ url: `/answers/${id}`, headers: { 'if-none-match': String(first.headers['etag']) } }))
      .statusCode
  ).toBe(304)
  expect(rendered.length).toBe(made)
  expect((await page(`/en/answers/${id}`)).body).toContain('<html lang="en"')
  expect(rendered.at(-1)).toBe(`en /answers/${id}`)
})

test('what is not there, what was withdrawn and what is no id are the same 404, and fill no memory', async () => {
  const { letter } = await answered()
  const id = await published(letter.id)
  expect((await page(`/answers/${id}`)).statusCode).toBe(200)
  await withdraw(stage().handler, letter.id)
  const { body } = await page('/nowhere')
  await expect.poll(async () => (await page(`/answers/${id}`)).statusCode, { timeout: 3000 }).toBe(404)
  const asked = rendered.length
  for (const place of [id, uuidv7(), 'not-an-id', "'; select 1", '%00', '..%2f..%2fetc'])
    for (const language of ['', '/en']) {
      const gone = await page(`${language}/answers/${place}`)
      expect([gone.statusCode, gone.headers['cache-control']]).toEqual([404, 'no-store'])
      if (language === '') expect(gone.body).toBe(body)
    }
  // the English page for what is not there, once
  expect(rendered.slice(asked)).toEqual(['en /404'])
})

test('the pages change when a copy is approved or withdrawn, and not before', async () => {
  const { handler, head } = stage()
  const { letter } = await answered({ title: '城镇化率怎么来的' })
  const listed = async () => (await page('/answers')).body.includes('城镇化率怎么来的</main>')
  const first = async () => (await page('/answers')).body.includes('<main>城镇化率怎么来的')
  await proposed(handler, letter.id)
  expect((await listed()) || (await first())).toBe(false)
  const { publishedAs: id } = (await approve(head, letter.id, 1)).json<{ publishedAs: string }>()
  await expect.poll(first, { timeout: 3000 }).toBe(true)
  expect((await page(`/answers/${id}`)).body).toContain('虚拟租金')
  await proposed(handler, letter.id, { reply: '换了一种说法的答复。' })
  expect((await page(`/answers/${id}`)).body).toContain('虚拟租金')
  await approve(head, letter.id, 2)
  await expect.poll(async () => (await page(`/answers/${id}`)).body, { timeout: 3000 }).toContain('换了一种说法的答复')
  await withdraw(head, letter.id)
  await expect.poll(first, { timeout: 3000 }).toBe(false)
})

test('the grade that the sender gives later stands beside the answer', async () => {
  const { letter, receipt } = await answered()
  const id = await published(letter.id)
  await settled(`/answers/${id}`)
  expect((await page(`/answers/${id}`)).body).toContain('"grade":null')
  const rated = await stage().fresh.app.inject({
    method: 'PUT',
    url: `/api/letters/${receipt.number}/rating`,
    headers: { authorization: `Code ${letter.code}` },
    payload: { grade: 4 }
  })
  expect(rated.statusCode, rated.body).toBe(200)
  await expect.poll(async () => (await page(`/answers/${id}`)).body, { timeout: 3000 }).toContain('"grade":4')
})

test('the list is one page, whatever stands behind the question mark', async () => {
  await settled('/answers')
  const plain = await page('/answers')
  const made = rendered.length
  expect((await page('/answers?topic=prices&x=13800000001')).body).toBe(plain.body)
  expect(rendered.length).toBe(made)
})
