/** One phone at the door with two tabs, and what becomes of its list and of what it noted when the session ends. */
import { chromium } from '@playwright/test'
import { findChromium } from '../chromium.ts'
import { expect, findings, phone, test } from './bureau.ts'
import { chooseDoor, doorPhone, keptRows, typeTicket } from './door-stage.ts'
import { book, slotDraft, twoAtTheDesk } from './open-day-stage.ts'

test('two tabs let one ticket in once; an ended session takes the list and leaves what was not told', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const title = '两个窗口的门'
  const desk = await twoAtTheDesk(browser, bureau)
  const day = await desk.open(title, [slotDraft('上午场', 20)])
  const ticket = await book(desk.clerk, bureau.base, day.slots[0]?.id ?? '', 3)
  const one = await doorPhone(browser, bureau, title, '北门')
  const context = one.context()
  const two = await context.newPage()
  await two.goto(`${bureau.base}/desk/door`)
  await expect(two.getByText('没有网络也能打开这一页')).toBeVisible()
  await context.setOffline(true)

  for (const page of [one, two]) await typeTicket(page, ticket.code)
  await Promise.all([one, two].map((page) => page.getByRole('button', { name: '放行 3 人', exact: true }).click()))
  const told = await Promise.all(
    [one, two].map(async (page) => {
      await expect(page.getByText(/^(放行了|这张票用过了)$/)).toBeVisible()
      return (await page.getByText(/^(放行了|这张票用过了)$/).innerText()).trim()
    })
  )
  expect(told.toSorted()).toEqual(['放行了', '这张票用过了'])
  for (const page of [one, two]) await expect(page.getByText('1 条没有报上去')).toBeVisible()
  await two.close()

  await context.clearCookies()
  await context.setOffline(false)
  await expect(one.getByLabel('账号')).toBeVisible()
  // what was not told, and the key that opens it
  await expect.poll(async () => await keptRows(one)).toBe(2)
  await one.getByLabel('账号').fill('door')
  await one.getByLabel('密码').fill(bureau.passwordOf('door'))
  await one.getByRole('button', { name: '登录' }).click()
  await one.getByRole('radio', { name: new RegExp(title) }).check()
  await one.getByLabel('这扇门的名字').fill('北门')
  await one.getByRole('button', { name: '取名单，开始验票' }).click()
  await expect(one.getByText(/没有报上去/)).toHaveCount(0)
  await expect(one.getByRole('listitem').filter({ hasText: '上午场' })).toContainText('3 / 20 人')

  await one.getByRole('button', { name: '删掉这台手机上的名单' }).click()
  await expect(one.getByRole('dialog')).toBeVisible()
  expect(await findings(one)).toEqual([])
  await one.getByRole('dialog').getByRole('button', { name: '删掉', exact: true }).click()
  await expect(one.getByRole('button', { name: '取名单，开始验票' })).toBeVisible()
  await expect.poll(async () => await keptRows(one)).toBe(0)
})

test('over plain http the door says what it can’t do, and works in this window by typing @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const title = '没有 https 的门'
  const desk = await twoAtTheDesk(browser, bureau)
  const day = await desk.open(title, [slotDraft('上午场', 20)])
  const ticket = await book(desk.clerk, bureau.base, day.slots[0]?.id ?? '', 2)
  const forged = await book(desk.clerk, bureau.base, day.slots[0]?.id ?? '', 1)
  const own = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP desk.example 127.0.0.1'
    ]
  })
  try {
    const page = await phone(own)
    const base = bureau.base.replace(/\/\/[^:]+/, '//desk.example')
    await chooseDoor(page, { ...bureau, base }, title, '北门')
    await expect(page.getByText(/不是用 https 打开的，浏览器不让加密保存/)).toBeVisible()
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await page.getByRole('button', { name: '开摄像头扫票' }).click()
    await expect(page.getByText(/浏览器不给用摄像头/)).toBeVisible()
    await typeTicket(page, ticket.code)
    await page.getByRole('button', { name: '放行 2 人', exact: true }).click()
    await expect(page.getByText('放行了')).toBeVisible()
    // a reader that types: what the list holds is good, what it does not hold can't be checked here
    await typeTicket(page, forged.text.slice(0, -30) + '0'.repeat(29) + forged.text.slice(-1))
    await expect(page.getByText('票上 1 人')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: '上午场' })).toContainText('2 / 20 人')
    expect(await findings(page)).toEqual([])
  } finally {
    await own.close()
  }
})
