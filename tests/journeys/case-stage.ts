/** What the journeys of a case share: a letter of another phone, answered by two people, and what a phone keeps of it. */
import type { Page } from '@playwright/test'
import { act, ask, sendLetter, signInAs, type HeldLetter, type Session } from '../proofs/caller.ts'
import type { RunningServer } from '../proofs/server.ts'
import { expect } from './bureau.ts'

export const question = { title: '记账户能不能自己报名', text: '楼上邻居家被选去记账，我们家能不能自己报名？' }
export const answer = '记账户是按住址随机抽的，不能自己报名。'

/** Opens a letter as on another phone: by number and code. */
export const look = async (page: Page, base: string, { number, code }: HeldLetter, notMine = false): Promise<void> => {
  await page.goto(`${base}/letters/find?number=${number}`)
  await page.getByLabel(/^查询码/).fill(code)
  if (notMine) await page.getByRole('checkbox', { name: /这部手机不是我的/ }).check()
  await page.getByRole('button', { name: '查', exact: true }).click()
  await expect(page.locator('.thread')).toBeVisible()
}

/** Gives a letter to an office; returns who handles it there. */
export const assign = async (server: RunningServer, letter: HeldLetter): Promise<Session> => {
  const { base } = server
  const registry = await signInAs(server, 'registry')
  const { body } = await ask(base, 'GET', '/desk/offices', { session: registry })
  const office = (body as { id: string; name: string }[]).find(({ name }) => name === '住户调查科')
  await act(base, registry, registry, letter.id, 'POST', 'assignment', { officeId: office!.id })
  return await signInAs(server, 'handler.households')
}

/** Sends a letter and has it answered by two people. */
export const answered = async (server: RunningServer): Promise<HeldLetter> => {
  const { base } = server
  const letter = await sendLetter(base, question)
  const handler = await assign(server, letter)
  const head = await signInAs(server, 'head.households')
  await act(base, handler, handler, letter.id, 'PUT', 'draft', { text: answer })
  await act(base, handler, handler, letter.id, 'POST', 'submission')
  await act(base, head, head, letter.id, 'POST', 'signature')
  return letter
}

/** Everything in the databases of the page's origin, as text. */
export const everythingKept = async (page: Page): Promise<string> =>
  await page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('the database did not answer'))
      })
    const kept: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage)]
    for (const { name } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name ?? ''))
      const stores = [...db.objectStoreNames]
      for (const store of stores) kept.push(await done(db.transaction(stores).objectStore(store).getAll()))
      db.close()
    }
    return JSON.stringify(kept)
  })
