/** A phone at the door of an open day. */
import type { Browser, Page } from '@playwright/test'
import { expect, phone, type Bureau } from './bureau.ts'

/** Signs in on a phone's page that leads to the door, chooses the open day and names the door. */
export const chooseDoor = async (page: Page, bureau: Bureau, title: string, door: string): Promise<void> => {
  await page.goto(`${bureau.base}/desk/door`)
  await page.getByLabel('账号').fill('door')
  await page.getByLabel('密码').fill(bureau.passwordOf('door'))
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('radio', { name: new RegExp(title) }).check()
  await page.getByLabel('这扇门的名字').fill(door)
  await page.getByRole('button', { name: '取名单，开始验票' }).click()
}

/** The same, until the page is kept for times without a network. */
export const standAtDoor = async (page: Page, bureau: Bureau, title: string, door: string): Promise<void> => {
  await chooseDoor(page, bureau, title, door)
  await expect(page.getByText('没有网络也能打开这一页')).toBeVisible()
}

/** A phone of its own at a door. */
export const doorPhone = async (browser: Browser, bureau: Bureau, title: string, door: string): Promise<Page> => {
  const page = await phone(browser)
  await standAtDoor(page, bureau, title, door)
  return page
}

/** Types a ticket's code, or all that its QR code holds. */
export const typeTicket = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('输票号').fill(text)
  await page.getByRole('button', { name: '验', exact: true }).click()
}

/** How many rows the door keeps on this phone, keys included. */
export const keptRows = async (page: Page): Promise<number> =>
  await page.evaluate(
    async () =>
      await new Promise<number>((resolve, reject) => {
        const asked = indexedDB.open('wenzheng-door')
        asked.addEventListener('error', () => reject(new Error('no database')))
        asked.addEventListener('success', () => {
          const stores = ['keys', 'day', 'uncounted', 'outbox']
          const transaction = asked.result.transaction(stores)
          const counts = stores.map((store) => transaction.objectStore(store).count())
          transaction.addEventListener('complete', () => {
            asked.result.close()
            resolve(counts.reduce((sum, { result }) => sum + result, 0))
          })
        })
      })
  )
