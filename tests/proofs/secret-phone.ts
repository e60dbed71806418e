/** Phones of secret:planted: one that only looks at what is public, and one that sent a letter and was cleared. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { closePhones, openPhone, writeQuestion } from './browser.ts'
import { rowsOn, withinReach } from './phone-store.ts'
import type { Caller } from './secret-caller.ts'
import { anybody, type Place } from './secret-places.ts'
import { freshFolder } from './server.ts'

const filesBelow = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))

/** What must be found on the phone of somebody who only reads: shown on its pages, kept in its library. */
interface Held {
  readonly shown: readonly string[]
  readonly kept: readonly string[]
}

/** Until all that is public has been fetched for reading without a network. */
const untilLibraryIsWhole = async (page: Page): Promise<void> => {
  for (let tries = 0; tries < 240; tries += 1) {
    const rows = (await rowsOn(page))?.['library'] ?? []
    if (rows.some(({ name, whole }) => name === 'mark' && whole === true)) return
    await wait(250)
  }
  throw new Error('the phone never fetched its library')
}

/** Visits pages with a phone that sent nothing; what it shows, what its scripts can reach, what is left on its disk. */
const visitor = async (base: string, paths: readonly string[], { shown: holds, kept }: Held): Promise<Place[]> => {
  const profile = await freshFolder()
  const { page, close } = await openPhone(profile)
  const shown: Buffer[] = []
  for (const path of paths) {
    await page.goto(`${base}${path}`)
    await page.waitForLoadState('networkidle')
    shown.push(Buffer.from(await page.content()), Buffer.from(await page.locator('body').innerText()))
  }
  await untilLibraryIsWhole(page)
  const reach = Buffer.from(await withinReach(page))
  await close()
  return [
    { kind: 'phone', name: 'pages on another phone', parts: shown, allows: anybody, holds },
    {
      kind: 'phone',
      name: 'the offline copy of another phone',
      parts: [reach],
      allows: anybody,
      holds: ['assets', ...kept]
    },
    { kind: 'phone', name: 'the disk of another phone', parts: filesBelow(profile), allows: anybody, raw: true }
  ]
}

/** A letter is written and sent on a phone, and the phone is cleared. */
const cleared = async ({ base, words }: Caller): Promise<Place[]> => {
  const key = 'sent by a phone'
  const profile = await freshFolder()
  const { page, close } = await openPhone(profile)
  const title = words.make(`${key}: title`, 'sender', key)
  const text = words.make(`${key}: text`, 'sender', key)
  await writeQuestion(page, base, `请问${title}`, `请问怎么查？${text}`)
  await page.getByLabel(/^称呼|^姓名/).fill(words.make(`${key}: name`, 'sealed', key))
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByText('收到了').waitFor()
  const [sent] = ((await rowsOn(page))?.['cases'] ?? []) as unknown as { number: string; code: string }[]
  if (!sent) throw new Error('the phone kept no case')
  words.know(`${key}: query code`, 'nobody', key, sent.code, sent.code.replaceAll('-', ''))
  await page.goto(`${base}/letters/${sent.number}`)
  await page.getByText(text).first().waitFor()
  const before = words.search(Buffer.from(await withinReach(page)))
  if (before.length === 0) throw new Error('nothing was kept before the phone was cleared')
  await page.goto(`${base}/me`)
  await page.getByRole('button', { name: /清空这台手机/ }).click()
  await page.getByRole('button', { name: /清空/ }).last().click()
  await wait(3000)
  const left = Buffer.from(`${await withinReach(page)}\n${await page.locator('body').innerText()}`)
  await close()
  // what anybody may read, the page that it shows now has fetched anew
  return [
    { kind: 'phone', name: 'a phone that was cleared', parts: [left], allows: anybody },
    {
      kind: 'phone',
      name: 'the disk of a phone that was cleared',
      parts: filesBelow(profile),
      allows: anybody,
      raw: true
    }
  ]
}

export const phonePlaces = async (caller: Caller, paths: readonly string[], holds: Held): Promise<Place[]> => {
  try {
    return [...(await cleared(caller)), ...(await visitor(caller.base, paths, holds))]
  } finally {
    await closePhones()
  }
}
