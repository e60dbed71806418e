/**
 * crash:browser. Chromium is killed (SIGKILL) at the moments of writing and sending a letter with a picture: while the draft
 * stands, while the letter waits, after the server has it and its answer is lost, while the answer arrives, and while
 * the picture is on its way. Started again on the same profile, the phone must bring each letter home: once, whole,
 * with its picture and its receipt.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { closePhones, openPhone, writeQuestion, type Phone } from './browser.ts'
import { openLine, type LossyLine } from './lossy-line.ts'
import { rowsOn } from './phone-store.ts'
import type { Plant } from './plant.ts'
import { dice, prove, type Dice } from './proof.ts'
import { freshFolder, startServer, type RunningServer } from './server.ts'
import { askDatabase } from './stored.ts'

const moments = ['draft', 'waiting', 'answer lost', 'answer arriving', 'picture on its way'] as const
type Moment = (typeof moments)[number]

const send = 'POST /api/letters'
let patienceMs = 40_000

interface Question {
  readonly title: string
  readonly text: string
}

/** A photograph as a phone takes it: of two pieces, so that one can be lost. */
const photograph = async (): Promise<Buffer> =>
  await sharp(randomBytes(620 * 450 * 3), { raw: { width: 620, height: 450, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer()

const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (await holds()) return
    await wait(60)
  }
  throw new Error(`${what} did not come about in ${patienceMs / 1000} s`)
}

/** Writes a letter until the phone says that it is kept. */
const write = async (page: Page, base: string, { title, text }: Question, picture: Buffer): Promise<void> => {
  await writeQuestion(page, base, title, text)
  await page.locator('input[type=file]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: picture })
  await page.getByText('现场.png').waitFor()
  await until('the draft being kept', async () => {
    const draft = (await rowsOn(page))?.['drafts']?.find((row) => row['title'] === title)
    return draft?.['text'] === text && Array.isArray(draft['files']) && draft['files'].length === 1
  })
}

const press = async (page: Page): Promise<void> => {
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: /^(发送|放进待发送)$/ }).click()
}

/** Brings the letter to the moment and takes the battery out. */
const killAt = async (moment: Moment, phone: Phone, line: LossyLine, one: Question, numbers: Dice): Promise<void> => {
  const { page } = phone
  await write(page, line.base, one, await photograph())
  if (moment === 'draft') return await phone.kill()
  if (moment === 'waiting') {
    line.cut = true
    await press(page)
    await until('the draft being let go for the outbox', async () => (await rowsOn(page))?.['drafts']?.length === 0)
    await phone.kill()
    line.cut = false
    return
  }
  if (moment === 'answer lost') {
    const before = line.seen.length
    line.lose.set(send, 1)
    await press(page)
    await until('the letter reaching the server', () => line.seen.slice(before).includes(send))
    await wait(numbers.below(400))
    return await phone.kill()
  }
  const held = line.holdBack(moment === 'answer arriving' ? send : 'PATCH')
  await press(page)
  let reached = false
  void held.reached.then(() => (reached = true))
  await until(`the answer at the moment “${moment}”`, () => reached)
  held.letGo()
  await wait(numbers.below(25))
  await phone.kill()
}

/** What the phone must do by itself, and what the citizen does with a draft that is still there. */
const bringHome = async (moment: Moment, phone: Phone, base: string, { title, text }: Question): Promise<string[]> => {
  const { page } = phone
  const wrong: string[] = []
  if (moment === 'draft') {
    await page.goto(`${base}/letters/new`)
    await until('the draft being there again', async () => (await page.getByLabel(/^标题/).inputValue()) !== '').catch(
      () => undefined
    )
    const [shownTitle, shownText] = [
      await page.getByLabel(/^标题/).inputValue(),
      await page.getByLabel(/^想问什么/).inputValue()
    ]
    if (shownTitle !== title || shownText !== text) {
      wrong.push(`lost: the draft came back as “${shownTitle}”`)
      return wrong
    }
    await page.getByText('现场.png').waitFor()
    await press(page)
  } else await page.goto(`${base}/me`)
  const settled = async (): Promise<boolean> => {
    const rows = await rowsOn(page)
    const nothing = (store: string): boolean => (rows?.[store] ?? []).length === 0
    const home = (rows?.['cases'] ?? []).some((row) => (row['receipt'] as { title: string }).title === title)
    return home && nothing('outbox') && nothing('drafts') && nothing('files')
  }
  await until('the letter coming home', settled).catch(async () => {
    const rows = (await rowsOn(page)) ?? {}
    const left = Object.entries(rows).map(([store, list]) => `${store} ${list.length}`)
    wrong.push(`lost: ${moment}: the phone is left with ${left.join(', ')}`)
  })
  return wrong
}

interface Stored {
  readonly title: string
  readonly text: string
  readonly events: number
  readonly files: number
  readonly kept: number
}

const storedLetters = async (server: RunningServer): Promise<Stored[]> =>
  await askDatabase<Stored>(
    server,
    `select l.title, l.text, (select count(*)::int from letter_events e where e.letter_id = l.id) as events,
            (select count(*)::int from letter_attachments a where a.letter_id = l.id) as files,
            (select count(*)::int from letter_attachments a where a.letter_id = l.id and a.state = 'kept') as kept
     from letters l where not l.demo`
  )

const judge = (asked: readonly Question[], stored: readonly Stored[]): string[] =>
  asked.flatMap(({ title, text }) => {
    const those = stored.filter((row) => row.title === title)
    const [row] = those
    if (!row) return [`lost: “${title}” is not at the server`]
    if (those.length > 1) return [`doubled: “${title}” is there ${those.length} times`]
    if (row.text !== text) return [`half: “${title}” has another text`]
    if (row.events < 1 || row.files !== 1 || row.kept !== 1)
      return [`half: “${title}” has ${row.events} events, ${row.files} files named, ${row.kept} kept`]
    return []
  })

/** The guards: the server knows a letter again, and the phone keeps it before it lets go of the draft. */
const plants: readonly Plant[] = [
  {
    file: 'src/server/letters/receive.ts',
    guard: 'const earlier = await earlierReceipt(db, draft, digest)',
    instead: 'draft = { ...draft, id: uuidv7(), attachments: [] }\n  const earlier = undefined'
  }
]

/** Takes the phone's own guard out: what is put into the outbox is not kept. */
const forgetOutbox = `
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (...given) {
    return this.name === 'outbox' ? this.count() : put.apply(this, given)
  }`

await prove('crash:browser', async ({ form, plant, seed }) => {
  // with the plant no picture is ever on its way: the server keeps none of them
  const kills = plant ? moments.indexOf('picture on its way') : { short: 5, normal: 20, long: 60 }[form]
  // what the plants have broken does not come about, however long one waits
  if (plant) patienceMs = 8000
  const numbers = dice(seed)
  const server = await startServer({ plants: plant ? plants : [] })
  const line = await openLine(() => server.base)
  const profile = await freshFolder()
  const asked: Question[] = []
  const failures: string[] = []
  let resent = 0
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const moment = moments[kill % moments.length]!
      const mark = randomBytes(4).toString('hex')
      const one = { title: `第${kill + 1}问 ${mark}`, text: `断电之前写的内容 ${mark}，请问在哪里能查到？` }
      asked.push(one)
      const phone = await openPhone(profile)
      if (plant && moment === 'waiting') await phone.page.addInitScript(forgetOutbox)
      const before = line.seen.length
      await killAt(moment, phone, line, one, numbers)
      const again = await openPhone(profile)
      failures.push(...(await bringHome(moment, again, line.base, one)))
      if (line.seen.slice(before).filter((what) => what === send).length > 1) resent += 1
      await again.close()
    }
    // the server looks at a picture after it has come: the last one's turn may still be to come
    let stored = await storedLetters(server)
    await until('the pictures being looked at', async () => {
      stored = await storedLetters(server)
      return stored.every(({ files, kept }) => files === kept)
    }).catch(() => undefined)
    failures.push(...judge(asked, stored))
  } finally {
    await closePhones()
    await line.close()
  }
  const count = (what: string): number => failures.filter((failure) => failure.startsWith(what)).length
  return {
    figures: {
      kills: `${kills} (${moments.map((moment, at) => `${moment} ${Math.ceil((kills - at) / moments.length)}`).join(', ')})`,
      'letters sent more than once': resent,
      'lost, doubled, half': `${count('lost')}, ${count('doubled')}, ${count('half')}`
    },
    checked: kills,
    failures,
    notCaught: plant ? ['lost', 'doubled'].filter((what) => count(what) === 0) : []
  }
})
