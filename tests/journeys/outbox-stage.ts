/** What the journeys of the outbox share. */
import type { BrowserContext, Page } from '@playwright/test'
import { expect, readReceipt, write, type Bureau } from './bureau.ts'

export interface SentLetter {
  readonly number: string
  readonly title: string
  readonly attachments: readonly { readonly name: string; readonly state: string }[]
}

/** The only letter of this phone, as the bureau has it. */
export const sentFrom = async (bureau: Bureau, page: Page): Promise<SentLetter> => {
  await page.goto(`${bureau.base}/me`)
  await page.locator('a.case').first().click()
  await expect(page).toHaveURL(/\/letters\/ZX-/)
  const number = /ZX-\d{4}-\d+/.exec(page.url())?.[0] ?? ''
  await page.goto(`${bureau.base}/letters/${number}/receipt`)
  await expect(page.getByText('收到了', { exact: true })).toBeVisible()
  const { code } = await readReceipt(page)
  const answer = await page.request.get(`${bureau.base}/api/letters/${number}`, {
    headers: { authorization: `Code ${code}` }
  })
  expect(answer.status()).toBe(200)
  return (await answer.json()) as SentLetter
}

/** Somebody else's network: everything asked of the server's sign of life is answered with a page to sign in. */
export const captivePortal = async (context: BrowserContext): Promise<() => Promise<void>> => {
  await context.route('**/healthz', async (route) => {
    await route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>欢迎使用免费无线网络</h1>' })
  })
  return async () => await context.unroute('**/healthz')
}

/** Writes a question and lets it wait. */
export const hold = async (page: Page, title: string, text: string): Promise<void> => {
  await write(page, title, text)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: /^(发送|放进待发送)$/ }).click()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
}
