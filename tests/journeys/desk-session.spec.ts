/** A tab of the desk that one person leaves to the next: nothing of the one stays for the other. */
import { atDesk, expect, test } from './bureau.ts'

test('who signs out is asked about what is not stored yet, and leaves nothing of a caller in the tab @whole', async ({
  browser,
  bureau
}) => {
  const desk = await atDesk(browser, bureau, 'clerk')
  const kept = async () => await desk.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
  await desk.goto(`${bureau.base}/desk/register`)
  await desk.getByLabel('标题').fill('农业普查什么时候来')
  await desk.getByLabel('电话').fill('13900000001')
  expect(await kept()).toContain('13900000001')
  const out = desk.getByRole('button', { name: '退出', exact: true })
  await out.click()
  await expect(desk.getByText('您有 1 处字还没存上，退出就没有了。')).toBeVisible()
  await desk.getByRole('button', { name: '不退出' }).click()
  await expect(desk.getByLabel('电话')).toHaveValue('13900000001')
  await out.click()
  await desk.getByRole('button', { name: '退出，不要了' }).click()
  await expect(desk.getByRole('button', { name: '登录' })).toBeVisible()
  expect(await kept()).not.toContain('13900000001')
})

test('who signs in after somebody else sees nothing of theirs, whether they signed out or their session ran out @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(90_000)
  const desk = await atDesk(browser, bureau, 'registry')
  const titles = desk.locator('.alerts .title')
  await desk.getByRole('link', { name: /^提醒/ }).click()
  await expect(titles.first()).toBeVisible()
  const before = await titles.allInnerTexts()
  // the server is slow to tell the next one's own
  await desk.context().route('**/api/desk/alerts', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await route.continue()
  })
  const signIn = async (account: string) => {
    await desk.getByLabel('账号').fill(account)
    await desk.getByLabel('密码').fill(bureau.passwordOf(account))
    await desk.getByRole('button', { name: '登录' }).click()
    await desk.getByRole('link', { name: /^提醒/ }).click()
    await expect(desk.getByRole('heading', { name: '提醒' })).toBeVisible()
  }
  await desk.getByRole('button', { name: '退出', exact: true }).click()
  await signIn('handler.households')
  const shown = await titles.allInnerTexts()
  await expect(titles.first()).toBeVisible()
  const own = await titles.allInnerTexts()
  const foreign = before.filter((title) => !own.includes(title))
  expect(foreign.length, 'the two do not see the same').toBeGreaterThan(0)
  expect(shown.filter((title) => foreign.includes(title))).toEqual([])

  // the same where the session is ended elsewhere: the page finds out when it asks for something
  await desk.context().clearCookies()
  await desk.getByRole('link', { name: /我的账号/ }).click()
  await expect(desk.getByText('登录已经结束')).toBeVisible()
  await signIn('registry')
  const mine = own.filter((title) => !before.includes(title))
  expect((await titles.allInnerTexts()).filter((title) => mine.includes(title))).toEqual([])
})
