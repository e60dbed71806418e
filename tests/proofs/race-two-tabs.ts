/**
 * race:two-tabs. Two tabs of one phone hear of the network at the same moment, again and again, while answers are lost:
 * with the browser's locks and without them there is one letter. Then the same letter, saved as a file and read back on
 * another phone, is changed there and sent from both: the second is refused with 409 and keeps its own words.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { closePhones, openPhone, writeQuestion } from './browser.ts'
import { ask } from './caller.ts'
import { openLine, type LossyLine } from './lossy-line.ts'
import { rowsOn } from './phone-store.ts'
import type { Plant } from './plant.ts'
import { prove } from './proof.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'
import { titlesAt } from './stored.ts'

const send = 'POST /api/letters'
const patienceMs = 40_000

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (await holds()) return
    await wait(80)
  }
  throw new Error(`${what} did not come about in ${patienceMs / 1000} s`)
}

const countOf = async (page: Page, store: string): Promise<number> => (await rowsOn(page))?.[store]?.length ?? 0

/** Holds a letter in the outbox of a phone whose line is cut. */
const holdLetter = async (page: Page, line: LossyLine, title: string, text: string): Promise<void> => {
  line.cut = false
  await writeQuestion(page, line.base, title, text)
  await page.getByRole('checkbox').check()
  line.cut = true
  await page.getByRole('button', { name: /^(发送|放进待发送)$/ }).click()
  await until('the letter waiting', async () => (await countOf(page, 'outbox')) === 1)
}

/** Both tabs are told of a network as fast as can be, while the first answers are lost. */
const storm = async (server: RunningServer, locks: boolean): Promise<{ failures: string[]; posts: number }> => {
  const line = await openLine(() => server.base)
  const phone = await openPhone(await freshFolder())
  const failures: string[] = []
  if (!locks) await phone.context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'))
  const title = `两个标签页 ${randomBytes(4).toString('hex')}`
  await holdLetter(phone.page, line, title, '网络一回来，两个标签页同时想发这一封。')
  line.cut = false
  await phone.page.goto(`${line.base}/me`)
  line.lose.set(send, 2)
  const other = await phone.context.newPage()
  await other.goto(`${line.base}/me`)
  const tabs = [phone.page, other]
  await until('the letter coming home', async () => {
    // a phone at the mouth of a tunnel
    for (let time = 0; time < 5; time += 1)
      await Promise.all(tabs.map((tab) => tab.evaluate(() => dispatchEvent(new Event('online')))))
    // nobody waits the seconds that a lost answer costs: the clock of the waiting is put forward
    await other.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('wenzheng')
        opening.onsuccess = () => resolve(opening.result)
      })
      const store = db.transaction('outbox', 'readwrite').objectStore('outbox')
      await new Promise<void>((resolve) => {
        const cursor = store.openCursor()
        cursor.onsuccess = () => {
          if (cursor.result === null) return resolve()
          cursor.result.update({ ...(cursor.result.value as object), notBefore: 0 })
          cursor.result.continue()
        }
      })
      db.close()
    })
    return (await countOf(other, 'outbox')) === 0 && (await countOf(other, 'cases')) === 1
  }).catch((error: unknown) => failures.push(`${locks ? 'with' : 'without'} locks: ${String(error)}`))
  const letters = (await titlesAt(server)).filter((one) => one === title).length
  if (letters !== 1) failures.push(`${locks ? 'with' : 'without'} locks: ${letters} letters`)
  const posts = line.seen.filter((what) => what === send).length
  await phone.close()
  await line.close()
  return { failures, posts }
}

/** The same letter on two phones, with other words on the second. */
const changedBody = async (server: RunningServer): Promise<string[]> => {
  const failures: string[] = []
  const [lineA, lineB] = [await openLine(() => server.base), await openLine(() => server.base)]
  const [phoneA, phoneB] = [await openPhone(await freshFolder()), await openPhone(await freshFolder())]
  const mark = randomBytes(4).toString('hex')
  const [title, first, second] = [`两台手机 ${mark}`, `第一台手机上的话 ${mark}。`, `第二台手机上改过的话 ${mark}。`]
  await holdLetter(phoneA.page, lineA, title, first)
  lineA.cut = false
  // the page comes through, the letter does not
  lineA.lose.set('GET /healthz', 1000)
  await phoneA.page.goto(`${lineA.base}/me`)
  const [download] = await Promise.all([
    phoneA.page.waitForEvent('download'),
    phoneA.page.getByRole('button', { name: '存成文件', exact: true }).click()
  ])
  const file = join(await freshFolder(), 'letter.json')
  await download.saveAs(file)

  lineB.lose.set('GET /healthz', 1000)
  await phoneB.page.goto(`${lineB.base}/me`)
  await phoneB.page.locator('input[type=file]').setInputFiles(file)
  await until('the letter being read back', async () => (await countOf(phoneB.page, 'outbox')) === 1)
  await phoneB.page.getByRole('button', { name: '修改' }).click()
  await phoneB.page.getByLabel(/^想问什么/).fill(second)
  await phoneB.page.getByRole('checkbox').check()
  lineB.lose.clear()
  await phoneB.page.getByRole('button', { name: '发送', exact: true }).click()
  await until('the receipt of the second phone', async () => (await countOf(phoneB.page, 'cases')) === 1)

  lineA.lose.clear()
  await phoneA.page.goto(`${lineA.base}/me`)
  await until('the first phone being answered', async () => (await countOf(phoneA.page, 'outbox')) === 0)
  const [kept] = (await rowsOn(phoneA.page))?.['drafts'] ?? []
  const sent = ((await rowsOn(phoneB.page))?.['cases'] ?? [])[0] as
    | { number: string; deviceToken: string; receipt: { id: string } }
    | undefined
  if (kept?.['text'] !== first) failures.push(`the first phone keeps “${String(kept?.['text'])}”`)
  if (kept?.['problem'] !== 'already-sent') failures.push(`the first phone was told ${String(kept?.['problem'])}`)
  if (kept?.['id'] === sent?.receipt.id) failures.push('the first phone would send under the used id again')
  const read = await ask(server.base, 'GET', `/letters/${sent?.number ?? ''}`, {
    authorization: `Device ${sent?.deviceToken ?? ''}`
  })
  const text = (read.body as { thread?: readonly { text: string }[] }).thread?.[0]?.text
  if (text !== second) failures.push(`the server keeps “${String(text)}”`)
  if ((await titlesAt(server)).filter((one) => one === title).length !== 1) failures.push('the letter was doubled')
  for (const phone of [phoneA, phoneB]) await phone.close()
  for (const line of [lineA, lineB]) await line.close()
  return failures
}

/** The server knows a letter again by its id. */
const plants: readonly Plant[] = [
  {
    file: 'src/server/letters/receive.ts',
    guard: 'const earlier = await earlierReceipt(db, draft, digest)',
    instead: 'draft = { ...draft, id: uuidv7() }\n  const earlier = undefined'
  }
]

await prove('race:two-tabs', async ({ form, plant }) => {
  const server = await startServer({ plants: plant ? plants : [] })
  const rounds = plant ? 1 : { short: 1, normal: 3, long: 10 }[form]
  const failures: string[] = []
  let posts = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const locks of [true, false]) {
        const found = await storm(server, locks)
        failures.push(...found.failures)
        posts += found.posts
      }
    }
    failures.push(...(await changedBody(server)))
  } finally {
    await closePhones()
  }
  return {
    figures: { storms: rounds * 2, 'letters posted in them': posts, 'letters there': rounds * 2 },
    checked: rounds * 2 + 5,
    failures,
    notCaught: []
  }
})
