import { anArticle } from './addresses.ts'
import { atDesk, expect, findings, formReady, overflow, phone, sendLetter, test } from './bureau.ts'
import { demoDay } from './booking-stage.ts'
import type { Page } from '@playwright/test'

// each stands by itself: they need not wait for each other
test.describe.configure({ mode: 'parallel' })

test(
  'the form with everything wrong, and the privacy notice open: axe finds nothing',
  { tag: '@whole' },
  async ({ browser, bureau }) => {
    const page = await phone(browser)
    await page.goto(`${bureau.base}/letters/new`)
    await page.getByLabel(/^电话/).fill('123')
    await page.getByRole('button', { name: '发送', exact: true }).click()
    await expect(page.getByText('写个标题')).toBeVisible()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: '个人信息怎么用' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await findings(page)).toEqual([])
  }
)

test('in elder view the form asks one question a screen, and the way back leads to the question before', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await page.getByRole('button', { name: /长辈版/ }).click()
  await page.getByRole('link', { name: /^咨询/ }).click()
  const asked = page.locator('#step-asks')
  const next = page.getByRole('button', { name: '下一步' })
  await expect(asked).toContainText('第 1 步，共 7 步')
  await next.click()
  await expect(page.getByText('写个标题')).toBeVisible()
  await expect(page.getByLabel(/^标题/)).toBeFocused()
  await formReady(page)
  await page.getByLabel(/^标题/).fill('一屏只问一件事')
  await page.keyboard.press('Enter')
  await expect(asked).toContainText('第 2 步')
  await expect(asked).toBeFocused()
  await expect(page.getByLabel(/^标题/)).toHaveCount(0)
  await page.getByLabel(/^想问什么/).fill('一步一步写，写到最后再发。')

  // the phone's key, the bar's arrow and the button all lead back, and nothing is lost
  await page.goBack()
  await expect(asked).toContainText('第 1 步')
  await expect(page.getByLabel(/^标题/)).toHaveValue('一屏只问一件事')
  await next.click()
  await next.click()
  await expect(asked).toContainText('第 3 步')
  await page.getByRole('button', { name: '返回' }).click()
  await expect(page.getByLabel(/^想问什么/)).toHaveValue('一步一步写，写到最后再发。')
  for (let step = 2; step < 7; step += 1) {
    expect(await findings(page), `step ${step}`).toEqual([])
    await next.click()
  }
  await expect(asked).toContainText('第 7 步')
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('请在方框里打钩')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await sendLetter(page)
  await page.goBack()
  await expect(page).toHaveURL(`${bureau.base}/`)
})

test('the elder view is there for who taps before the app has come, and goes with the same button', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  const html = page.locator('html')
  let tapped = (): void => undefined
  const tap = new Promise<void>((resolve) => (tapped = resolve))
  await page.route('**/assets/first-*.js', async (route) => {
    await tap
    await route.continue()
  })
  await page.goto(`${bureau.base}/`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: /长辈版/ }).click()
  tapped()
  await expect(html).toHaveAttribute('data-view', 'elder')
  await expect(page).toHaveURL(`${bureau.base}/`)
  await page.getByRole('button', { name: '换回标准版' }).click()
  await expect(html).toHaveAttribute('data-view', 'standard')
  await page.reload()
  await expect(page.getByRole('button', { name: /长辈版/ })).toBeVisible()
  await expect(html).toHaveAttribute('data-view', 'standard')
})

test('a question is asked and sent with the keyboard alone', async ({ browser, bureau }) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  const press = async (until: string): Promise<void> => {
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab')
      const here = await page.evaluate(() => {
        const { activeElement: element } = document
        return [element?.id, element?.textContent, element?.getAttribute('aria-label')].join(' ')
      })
      if (here.includes(until)) return
    }
    throw new Error(`the keyboard does not reach ${until}`)
  }
  await press('咨询')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(/^标题/)).toBeVisible()
  await press('title')
  await page.keyboard.type('只用键盘问问题')
  await press('text')
  await page.keyboard.type('键盘能不能走完全程？')
  await press('agree')
  await page.keyboard.press('Space')
  await press('发送')
  await page.keyboard.press('Enter')
  await expect(page.getByText('收到了')).toBeVisible()
})

test('a first visit to home fetches no more than a cheap phone on a poor network can bear', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  const fetched = async () =>
    await page.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => {
        const { name, encodedBodySize } = entry as PerformanceResourceTiming
        return { name, bytes: encodedBodySize }
      })
    )
  let files = await fetched()
  for (let silent = 0; silent < 5; silent += 1) {
    await page.waitForTimeout(1000)
    const now = await fetched()
    if (now.length > files.length) silent = -1
    files = now
  }
  const scripts = files.filter(({ name }) => name.endsWith('.js'))
  const told = files.map(({ name, bytes }) => `${bytes} ${name}`).join('\n')
  expect(scripts.length, told).toBeGreaterThan(1)
  expect(
    scripts.reduce((sum, { bytes }) => sum + bytes, 0),
    told
  ).toBeLessThanOrEqual(40_000)
  expect(files.length, told).toBeLessThanOrEqual(6)
})

test('home is readable without JavaScript', async ({ browser, bureau }) => {
  const page = await phone(browser, { javaScriptEnabled: false })
  await page.goto(`${bureau.base}/`)
  await expect(page.getByRole('link', { name: /^咨询/ })).toBeVisible()
  await expect(page.getByText(/15 个工作日/).first()).toBeVisible()
})

test('the policy of the pages refuses nothing that the pages do @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  const refused: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Hydration|Failed to load/i.test(message.text())) refused.push(message.text())
  })
  page.on('pageerror', (error) => refused.push(String(error)))
  const article = await anArticle(bureau)
  const { id: openDay } = await demoDay(bureau)
  const reading = [
    '/open-days',
    '/reading-places',
    '/en/reading-places',
    `/open-days/${openDay}`,
    `/en/open-days/${openDay}`,
    '/columns',
    '/en/columns',
    `/articles/${article}`,
    '/catalogue?kind=policy',
    '/glossary',
    '/glossary/cpi'
  ]
  for (const address of ['/', '/en/', '/letters/new', '/letters/find', '/me', '/privacy', ...reading]) {
    await page.goto(`${bureau.base}${address}`)
    await page.waitForLoadState('networkidle')
  }
  expect(refused).toEqual([])
})

test('the desk: axe finds nothing, the keyboard moves through the queue, each role sees its own pages @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const leader = await atDesk(browser, bureau, 'leader')
  await expect(leader.getByText('涉密不上网，上网不涉密')).toBeVisible()
  await expect(leader.locator('.list a').first()).toBeVisible()
  expect(await findings(leader)).toEqual([])
  await leader.keyboard.press('j')
  await leader.keyboard.press('j')
  await leader.keyboard.press('Enter')
  await expect(leader.locator('article')).toBeVisible()
  await leader.waitForLoadState('networkidle')
  expect(await findings(leader)).toEqual([])
  await leader.keyboard.press('/')
  expect(await leader.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')

  const admin = await atDesk(browser, bureau, 'admin')
  await admin.getByRole('link', { name: /人员/ }).click()
  await expect(admin.getByText('handler.prices')).toBeVisible()
  expect(await findings(admin)).toEqual([])
  await expect(admin.getByRole('link', { name: /来信/ })).toHaveCount(0)

  const auditor = await atDesk(browser, bureau, 'auditor')
  await auditor.goto(`${bureau.base}/desk/audit`)
  await auditor.waitForLoadState('networkidle')
  expect(await findings(auditor)).toEqual([])
})

test(
  'the desk’s dialogs, canned texts and alerts: axe finds nothing, and on a phone nothing runs over the edge',
  { tag: '@whole' },
  async ({ browser, bureau }) => {
    test.setTimeout(120_000)
    const clean = async (page: Page, what: string): Promise<void> => {
      await page.waitForLoadState('networkidle')
      expect(await findings(page), what).toEqual([])
      expect(await overflow(page), `${what} runs over the edge`).toBeLessThanOrEqual(0)
    }
    const clerk = await atDesk(browser, bureau, 'clerk')
    const handler = await atDesk(browser, bureau, 'handler.prices')
    for (const width of [1280, 390]) {
      await clerk.setViewportSize({ width, height: 800 })
      await clerk.goto(`${bureau.base}/desk/letters?state=received`)
      await clerk.locator('.list a').first().click()
      await clerk.getByRole('button', { name: '不予受理…' }).click()
      await clerk.getByRole('button', { name: '不予受理，告诉写信人' }).click()
      await expect(clerk.getByText('还没写')).toBeVisible()
      await clean(clerk, `refusing, ${width} wide`)
      await clerk.goto(`${bureau.base}/desk/alerts`)
      await expect(clerk.getByRole('heading', { name: '提醒' })).toBeVisible()
      await clean(clerk, `alerts, ${width} wide`)

      await handler.setViewportSize({ width, height: 800 })
      await handler.goto(`${bureau.base}/desk/texts`)
      await handler.getByRole('button', { name: '加一条' }).click()
      await handler.getByLabel('标题').fill('结尾')
      await handler.getByRole('textbox', { name: '内容', exact: true }).fill('还有不清楚的，用同一个编号追问。')
      await clean(handler, `a canned text, ${width} wide`)
      await handler.getByRole('button', { name: '存下' }).click()
      await expect(handler.getByRole('heading', { name: '结尾' }).first()).toBeVisible()
      await expect(handler.getByRole('dialog')).toBeHidden()
      await clean(handler, `canned texts, ${width} wide`)
      await handler.goto(`${bureau.base}/desk/letters?state=assigned`)
      await handler.locator('.list a').first().click()
      await handler.getByRole('button', { name: '插入常用语' }).press('Enter')
      await expect(handler.getByRole('button', { name: /^结尾/ }).first()).toBeVisible()
      await clean(handler, `inserting, ${width} wide`)
      await handler.keyboard.press('ArrowDown')
      await handler.keyboard.press('Enter')
      await expect(handler.getByLabel('答复正文')).toHaveValue('还有不清楚的，用同一个编号追问。')
      await handler.getByLabel('答复正文').fill('')
    }
  }
)
