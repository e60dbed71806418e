/**
 * pwa:leak. A borrowed phone: a letter is written, sent, opened and a second one left as a draft, with words that stand
 * nowhere else; the library of published articles is brought, which holds none of them. After “clear this phone” none of
 * them, and nothing of the library, can be had by any script of the site, nor the words found in what Chromium left on
 * the disk.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { closePhones, openPhone, writeQuestion } from './browser.ts'
import { rowsOn, withinReach } from './phone-store.ts'
import type { Plant } from './plant.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer } from './server.ts'

const patienceMs = 30_000

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (await holds()) return
    await wait(80)
  }
  throw new Error(`${what} did not come about`)
}

/** The stores in which published things are kept. Written by hand: a store that is not named here is private. */
const publicStores = ['articles', 'texts', 'plain', 'library', 'saved']

const publicRows = async (page: Page) => {
  const rows = (await rowsOn(page)) ?? {}
  return publicStores.map((store) => rows[store])
}

/** Brings the library; returns the beginning of one of its texts. */
const bringLibrary = async (page: Page, base: string): Promise<string> => {
  await page.goto(`${base}/library`)
  await page.getByRole('button', { name: '更新' }).click()
  await page.getByText('更新好了。').waitFor()
  const rows = (await rowsOn(page)) ?? {}
  const body = rows['plain']?.[0]?.['body']
  return typeof body === 'string' ? body.slice(0, 30) : ''
}

/** Files below a folder in which a text stands, in either of the ways in which Chromium writes text. */
const foundIn = (folder: string, secrets: ReadonlyMap<string, string>): Map<string, string[]> => {
  const found = new Map<string, string[]>()
  const needles = [...secrets].flatMap(([name, text]) => [
    { name, bytes: Buffer.from(text, 'utf8') },
    { name, bytes: Buffer.from(text, 'utf16le') }
  ])
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    let content: Buffer
    try {
      content = readFileSync(path)
    } catch {
      // the browser took it away meanwhile
      continue
    }
    for (const { name, bytes } of needles) {
      if (content.includes(bytes)) found.set(name, [...(found.get(name) ?? []), path.slice(folder.length + 1)])
    }
  }
  return found
}

/** Files of the browser's own cache in which the address of a page with these words stands; its history is the browser's. */
const foundInCache = (profile: string, words: string): string[] =>
  foundIn(profile, new Map([[words, words]]))
    .get(words)
    ?.filter((path) => /(^|\/)Cache\//.test(path)) ?? []

/** The server tells the browser to forget; that the phone itself forgets is taken out below. */
const plants: readonly Plant[] = [
  {
    file: 'src/server/app.ts',
    guard: `reply.header('clear-site-data', '"cache", "storage"').code(204)`,
    instead: 'reply.code(204)'
  }
]

await prove('pwa:leak', async ({ plant }) => {
  const server = await startServer({ plants: plant ? plants : [] })
  const profile = await freshFolder()
  const mark = (what: string): string => `${what}${randomBytes(6).toString('hex')}`
  const secrets = new Map([
    ['title', mark('标题')],
    ['text', mark('正文')],
    ['name', mark('姓名')],
    ['email', `${mark('mail')}@example.com`],
    ['file name', mark('附件')],
    ['title of a draft', mark('草稿题')],
    ['text of a draft', mark('草稿文')]
  ])
  const say = (what: string): string => secrets.get(what) ?? ''
  const failures: string[] = []
  const searched = mark('word')
  let before = 0
  let onDisk = new Map<string, string[]>()
  try {
    const { page, close } = await openPhone(profile)
    await writeQuestion(page, server.base, say('title'), `${say('text')}，请问怎么查？`)
    await page.getByLabel(/^称呼|^姓名/).fill(say('name'))
    await page.getByLabel(/邮箱|电子邮件/).fill(say('email'))
    await page.locator('input[type=file]').setInputFiles({
      name: `${say('file name')}.pdf`,
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF\n')
    })
    await page.getByText(say('file name')).first().waitFor()
    await until('the letter being kept', async () => {
      const kept = await withinReach(page)
      return ['title', 'text', 'name', 'email', 'file name'].every((what) => kept.includes(say(what)))
    })
    const written = await withinReach(page)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: '发送', exact: true }).click()
    await page.getByText('收到了', { exact: true }).waitFor()
    const [sent] = ((await rowsOn(page))?.['cases'] ?? []) as unknown as { number: string; code: string }[]
    secrets.set('query code', sent?.code ?? 'none')
    await page.goto(`${server.base}/letters/${sent?.number ?? ''}`)
    await page.getByText(say('text')).first().waitFor()
    await writeQuestion(page, server.base, say('title of a draft'), `${say('text of a draft')}，还没写完。`)
    await until('the draft being kept', async () =>
      ((await rowsOn(page))?.['drafts'] ?? []).some((row) => String(row['text']).includes(say('text of a draft')))
    )
    await page.goto(`${server.base}/search?words=${searched}`)
    const published = await bringLibrary(page, server.base)
    if (published === '' || !(await withinReach(page)).includes(published)) failures.push('the library was never kept')
    const library = JSON.stringify(await publicRows(page))
    for (const [name, text] of secrets) if (library.includes(text)) failures.push(`${name} is in the library`)
    // without this the rest would prove nothing: they are there before
    before = foundIn(profile, secrets).size
    if (foundInCache(profile, searched).length === 0) failures.push('the page of a search was never in the cache')
    const reach = written + (await withinReach(page))
    for (const [name, text] of secrets) if (!reach.includes(text)) failures.push(`${name} was never kept`)
    await page.goto(`${server.base}/me`)
    if (plant) await page.evaluate(() => (IDBFactory.prototype.deleteDatabase = () => indexedDB.open('nothing')))
    await page.getByRole('button', { name: /清空这台手机/ }).click()
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /清空/ }).last().click()])
    await page.waitForLoadState('networkidle')
    // the browser deletes its files when it gets to it
    await wait(3000)
    const left = await withinReach(page)
    for (const [name, text] of secrets) if (left.includes(text)) failures.push(`${name} is still within reach`)
    if (left.includes(published)) failures.push('the library is still within reach')
    const shown = await page.locator('body').innerText()
    for (const [name, text] of secrets) if (shown.includes(text)) failures.push(`${name} is still shown`)
    await close()
    onDisk = foundIn(profile, secrets)
    const pages = foundInCache(profile, searched)
    if (pages.length > 0) failures.push(`the page of a search is still in the cache: ${pages.join(', ')}`)
    for (const [name, files] of onDisk) failures.push(`${name} is still on the disk: ${files.join(', ')}`)
  } finally {
    await closePhones()
  }
  return {
    figures: {
      'private words': secrets.size,
      'found on the disk before': before,
      'found on the disk after': onDisk.size
    },
    checked: secrets.size * 4 + 4,
    failures: before === 0 ? [...failures, 'nothing was found before clearing: the search is blind'] : failures
  }
})
