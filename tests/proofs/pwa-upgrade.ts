/**
 * pwa:upgrade. A phone holds a draft with a file and a letter that waits; a tab of the old version stays open. The bureau
 * installs a new version. The open tab goes on working, the phone is offered the new version, takes it, and nothing is lost:
 * the draft is as it was, the letter goes home once.
 */
import { randomBytes } from 'node:crypto'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { root } from '../step.ts'
import { closePhones, openPhone, writeQuestion } from './browser.ts'
import { openLine } from './lossy-line.ts'
import { rowsOn } from './phone-store.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer } from './server.ts'
import { titlesAt } from './stored.ts'

const patienceMs = 40_000
const newName = '问政新版'

const until = async (what: string, holds: () => Promise<boolean>, patience = patienceMs): Promise<void> => {
  const end = performance.now() + patience
  while (performance.now() < end) {
    if (await holds()) return
    await wait(80)
  }
  throw new Error(`${what} did not come about in ${patience / 1000} s`)
}

const replaceIn = (file: string, from: string, to: string): void => {
  const source = readFileSync(file, 'utf8')
  if (!source.includes(from)) throw new Error(`${file} holds no ${from}`)
  writeFileSync(file, source.replaceAll(from, to))
}

/** The next version: the program with another name. With the plant it also looks for its data in another place. */
const nextVersion = async (plant: boolean): Promise<string> => {
  const copy = await freshFolder()
  for (const part of ['src', 'public', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  // what the name does not stand in need not be built once more
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  replaceIn(join(copy, 'src/citizen/core/shell-words.zh.ts'), "product: '问政'", `product: '${newName}'`)
  if (plant)
    replaceIn(join(copy, 'src/citizen/core/phone.ts'), "const name = 'wenzheng'", "const name = 'wenzheng-next'")
  return copy
}

const shownOn = async (page: Page): Promise<string> => await page.locator('body').innerText()

await prove('pwa:upgrade', async ({ plant }) => {
  const failures: string[] = []
  const check = (holds: boolean, what: string): void => {
    if (!holds) failures.push(what)
  }
  const old = await startServer()
  let base = old.base
  const line = await openLine(() => base)
  const mark = randomBytes(4).toString('hex')
  const [draftTitle, waitingTitle] = [`写到一半 ${mark}`, `等着发出 ${mark}`]
  try {
    const { page, context, close } = await openPhone(await freshFolder())
    await page.goto(`${line.base}/`)
    await page.evaluate(async () => await navigator.serviceWorker.ready)
    await page.reload()
    await until('the service worker being in charge', () =>
      page.evaluate(() => navigator.serviceWorker.controller !== null)
    )
    await writeQuestion(page, line.base, waitingTitle, '这一封写完了，正等网络。')
    await page.getByRole('checkbox').check()
    // the pages come through, the letter does not
    line.lose.set('GET /healthz', 100_000)
    await page.getByRole('button', { name: '发送', exact: true }).click()
    await until('the letter waiting', async () => (await rowsOn(page))?.['outbox']?.length === 1)
    await page.goto(`${line.base}/letters/new?draft=new`)
    await page.locator('form#letter:not([inert])').waitFor()
    await page.getByLabel(/^标题/).fill(draftTitle)
    await page.getByLabel(/^想问什么/).fill('这一封还没写完。')
    await page.locator('input[type=file]').setInputFiles({
      name: '说明.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n%%EOF\n')
    })
    await until('the draft being kept', async () => {
      const kept = (await rowsOn(page))?.['drafts']?.find((row) => row['title'] === draftTitle)
      return kept?.['text'] === '这一封还没写完。' && (await rowsOn(page))?.['files']?.length === 1
    })
    const before = await rowsOn(page)

    await old.stop()
    const next = await startServer({ dataDir: old.dataDir, program: await nextVersion(plant) })
    base = next.base

    // the tab that was open all the time still opens what it had not opened before
    await page
      .getByRole('link', { name: /草稿|我的/ })
      .first()
      .click()
    await until('the old tab going on', async () => (await shownOn(page)).includes(waitingTitle))
    await page.goto(`${line.base}/`)
    check((await shownOn(page)).length > 50, 'the page is blank after the new version was installed')
    const offer = page.getByRole('button', { name: /换上/ })
    await offer.waitFor({ timeout: patienceMs })
    await Promise.all([page.waitForEvent('load'), offer.click()])
    await until('the new version', async () => (await shownOn(page)).includes(newName))
    await page.goto(`${line.base}/me`)
    await until('the new page', async () => (await shownOn(page)).length > 50)
    check((await page.title()).includes(newName), 'the old version is still shown')
    for (const title of [draftTitle, waitingTitle])
      await until(title, async () => (await shownOn(page)).includes(title), 10_000).catch(() =>
        failures.push(`“${title}” is gone`)
      )
    const after = await rowsOn(page)
    for (const store of ['drafts', 'outbox', 'files']) {
      const ids = (rows: typeof after): string =>
        JSON.stringify((rows?.[store] ?? []).map((row) => [row['id'], row['text'], row['bytes']]))
      check(ids(after) === ids(before), `${store} are not what they were: ${ids(before)}, now ${ids(after)}`)
    }
    line.lose.clear()
    if (failures.length === 0) {
      await page.reload()
      await until('the letter coming home', async () => (await rowsOn(page))?.['outbox']?.length === 0)
      const times = (await titlesAt(next)).filter((title) => title === waitingTitle).length
      check(times === 1, `the letter that waited is there ${times} times`)
    }
    check(context.pages().length === 1, 'a page was opened or closed by itself')
    await close()
  } finally {
    await closePhones()
    await line.close()
  }
  return { figures: { 'lost or blank': failures.length }, checked: 8, failures }
})
