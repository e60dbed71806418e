/** A bureau to make journeys in: the built program on a machine of its own, with the demo's staff. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { cleanUp, startServer, type RunningServer } from '../proofs/server.ts'

export { expect }

export interface Bureau {
  readonly base: string
  readonly server: RunningServer
  readonly passwordOf: (account: string) => string
}

/** Starts a bureau; whoever asked for it stops its server. */
export const openBureau = async (): Promise<Bureau> => {
  const server = await startServer()
  const passwordOf = (account: string): string => {
    const found = server.accounts.find((one) => one.account === account)
    if (!found) throw new Error(`the demo has no ${account}`)
    return found.password
  }
  return { base: server.base, server, passwordOf }
}

/** One server for all journeys of a worker. */
export const test = base.extend<{ tidy: undefined }, { bureau: Bureau }>({
  tidy: [
    async ({ browser }, use) => {
      await use(undefined)
      for (const context of browser.contexts()) await context.close()
    },
    { auto: true }
  ],
  bureau: [
    // Playwright reads the names of what a fixture needs from this pattern; this one needs nothing
    async ({}, use) => {
      await use(await openBureau())
      await cleanUp()
    },
    { scope: 'worker', timeout: 120_000 }
  ]
})

/** A phone of its own: nothing kept, nothing cached. */
export const phone = async (browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options
  })
  return await context.newPage()
}

/** A computer at the desk, signed in. */
export const atDesk = async (browser: Browser, bureau: Bureau, account: string): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    isMobile: false,
    hasTouch: false,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai'
  })
  const page = await context.newPage()
  await page.goto(`${bureau.base}/desk/`)
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码').fill(bureau.passwordOf(account))
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('button', { name: '登录' })).toHaveCount(0)
  return page
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeFinding {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** A dialog that is still fading in has colours that nobody will read: what moves has come to rest first. */
const atRest = async (page: Page): Promise<void> =>
  await page.evaluate(async () => {
    const moving = (): Animation[] =>
      document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))
    do {
      await Promise.allSettled(moving().map(({ finished }) => finished))
      await nextFrame()
      await nextFrame()
    } while (moving().some(({ playState }) => playState === 'running'))
  })

/** What axe asks of a page: all, or where another view of a page that was asked all can differ, its colours or its words. */
type Asked = 'all' | 'colours' | 'words'

/** Everything that axe finds against WCAG 2.2 A and AA and its best practices, as text; empty is clean. */
export const findings = async (page: Page, asked: Asked = 'all'): Promise<string[]> => {
  await atRest(page)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const violations = await page.evaluate(async (which) => {
    const run = (globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: AxeFinding[] }> } })
      .axe.run
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const colours = ['color-contrast', 'link-in-text-block']
    const rules = which === 'words' ? Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])) : {}
    const result = await run(
      which === 'colours' ? { runOnly: { type: 'rule', values: colours } } : { runOnly: tags, rules }
    )
    return result.violations
  }, asked)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
  )
}

/** By how much a page is wider than what shows it. */
export const overflow = async (page: Page): Promise<number> =>
  await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Waits until the app has taken over the form that the server drew: before, nobody can type. */
export const formReady = async (page: Page): Promise<void> => {
  await page.locator('form#letter:not([inert])').waitFor()
}

/** Fills the form of a letter of any kind. */
export const write = async (page: Page, title: string, text: string): Promise<void> => {
  await formReady(page)
  await page.getByLabel(/^标题/).fill(title)
  await page.getByLabel(/^(想问什么|想说什么|错成什么样)/).fill(text)
}

/** Ticks the privacy notice and sends; returns number and code of the receipt. */
export const sendLetter = async (page: Page): Promise<{ number: string; code: string }> => {
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('收到了')).toBeVisible()
  return await readReceipt(page)
}

/** Number and code as the receipt shows them. */
export const readReceipt = async (page: Page): Promise<{ number: string; code: string }> => {
  const text = await page.locator('main').innerText()
  const number = /[A-Z]{2}-\d{4}-\d{6}/.exec(text)?.[0] ?? ''
  const code = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}/.exec(text.replace(number, ''))?.[0] ?? ''
  expect([number, code]).not.toContain('')
  return { number, code }
}
