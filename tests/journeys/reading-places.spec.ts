/** Reading places: anybody reads when and where, without a network too; staff keep the register and count who came. */
import { atDesk, expect, findings, openBureau, phone, test } from './bureau.ts'

test('a citizen reads where to look things up, without JavaScript, and when the server is gone', async ({
  browser
}) => {
  test.setTimeout(120_000)
  const bureau = await openBureau()
  const name = '示例市统计局办事大厅'
  const still = await phone(browser, { javaScriptEnabled: false })
  await still.goto(`${bureau.base}/reading-places`)
  const drawn = still.locator('section').filter({ hasText: name })
  await expect(drawn.getByText(/^今天/)).toBeVisible()
  await expect(drawn.getByText('09:00–12:00，13:30–17:00').first()).toBeVisible()
  await drawn.getByText('今后两周哪天开放').click()
  await expect(drawn.getByText(/^\d+月\d+日 周.$/)).toHaveCount(14)

  const page = await phone(browser)
  await page.goto(`${bureau.base}/open-days`)
  await page.getByRole('link', { name: /查阅场所/ }).click()
  await expect(page.getByRole('heading', { name: '查阅场所' })).toBeVisible()
  const hall = page.locator('section').filter({ hasText: name })
  await expect(hall.getByText(/^现在(不开放，|开放，到 )/)).toBeVisible()
  await expect(page.getByText('库房消毒').first()).toBeVisible()
  await expect(hall.getByRole('link', { name: '010-5555 0126' })).toHaveAttribute('href', 'tel:010-55550126')
  expect(await findings(page)).toEqual([])

  // once the app's own files are there, the page opens by what the phone keeps
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.goto(`${bureau.base}/reading-places`)
  await expect(hall.getByText(/^现在/)).toBeVisible()
  await bureau.server.stop()
  await page.goto(`${bureau.base}/reading-places`)
  await expect(page.getByText(/^现在没有网络。这是/)).toBeVisible()
  await expect(hall.getByText(/^现在(不开放，|开放，到 )/)).toBeVisible()
})

test('staff add a place, which is public at once, count who came, and read the year @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const clerk = await atDesk(browser, bureau, 'clerk')
  await clerk.goto(`${bureau.base}/desk/reading-places`)
  await clerk.getByRole('button', { name: '加一个场所' }).click()
  await clerk.getByRole('button', { name: '存', exact: true }).click()
  await expect(clerk.getByText('还没写').first()).toBeVisible()
  await expect(clerk.getByLabel('名称')).toBeFocused()
  await clerk.getByLabel('名称').fill('城东图书馆查阅角')
  await clerk.getByLabel('地址').fill('示例路 8 号')
  await clerk.getByLabel('电话').fill('010-12345678')
  await clerk.getByLabel('能查什么').fill('公报、年鉴')
  await clerk.getByRole('group', { name: '工作日' }).getByLabel('第 2 段开门').fill('11:30')
  await clerk.getByRole('button', { name: /休息日.*加一段/ }).click()
  await clerk.getByRole('group', { name: '休息日' }).getByLabel('第 1 段开门').fill('09:00')
  await clerk.getByRole('group', { name: '休息日' }).getByLabel('第 1 段关门').fill('16:00')
  await clerk.getByRole('button', { name: '加一次' }).click()
  await clerk.getByLabel('第 1 次第一天').fill('2027-02-10')
  await clerk.getByLabel('第 1 次最后一天').fill('2027-02-09')
  await clerk.getByLabel('第 1 次为什么').fill('春节闭馆')
  await clerk.getByRole('button', { name: '存', exact: true }).click()
  await expect(clerk.getByText('要晚于上一段关门的 12:00')).toBeVisible()
  await expect(clerk.getByText('不能早于 2027-02-10')).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await clerk.reload()
  await expect(clerk.getByText('上次写到一半没有存')).toBeVisible()
  await clerk.getByRole('group', { name: '工作日' }).getByLabel('第 2 段开门').fill('13:30')
  await clerk.getByLabel('第 1 次最后一天').fill('2027-02-12')
  await clerk.getByRole('button', { name: '存', exact: true }).click()
  await expect(clerk.getByText('2月10日到2月12日 不开放：春节闭馆')).toBeVisible()
  expect(await findings(clerk)).toEqual([])

  const reader = await phone(browser)
  await reader.goto(`${bureau.base}/reading-places`)
  await expect(reader.getByRole('heading', { name: '城东图书馆查阅角' })).toBeVisible()

  // the counter stands on a phone
  const door = await atDesk(browser, bureau, 'door')
  await door.setViewportSize({ width: 390, height: 844 })
  await door.goto(`${bureau.base}/desk/reading-places`)
  const figures = door.getByRole('region', { name: '全年数字' })
  const place = figures.locator('div').filter({ hasText: /^城东图书馆查阅角/ })
  await expect(place).toHaveText(/0 人/)
  await expect(door.getByRole('button', { name: '加一个场所' })).toHaveCount(0)
  await door.getByLabel('场所', { exact: true }).selectOption({ label: '城东图书馆查阅角' })
  await door.getByText('请人帮查').first().click()
  await door.getByRole('button', { name: '多一人' }).click()
  // the answer is lost on its way: sent again, the visit counts once
  await door.route(
    '**/visits',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 }
  )
  await door.getByRole('button', { name: '登记 2 人' }).click()
  await expect(door.getByRole('alert')).toBeVisible()
  await door.getByRole('button', { name: '登记 2 人' }).click()
  const first = door.getByRole('region', { name: '最近登记的' }).getByRole('listitem').first()
  await expect(first).toContainText('城东图书馆查阅角，请人帮查，2 人')
  await expect(place).toHaveText(/2 人/)
  expect(await findings(door)).toEqual([])
  expect(
    await door.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  ).toBeLessThanOrEqual(0)
  await first.getByRole('button', { name: /撤回/ }).click()
  await expect(first.getByText('已撤回')).toBeVisible()
  await expect(place).toHaveText(/0 人/)

  await clerk.reload()
  await clerk.getByRole('button', { name: /停用….*城东图书馆查阅角/ }).click()
  await clerk.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
  await expect(clerk.getByText(/\d 停用$/)).toBeVisible()
  await reader.reload()
  await expect(reader.getByRole('heading', { name: '示例市统计局办事大厅' })).toBeVisible()
  await expect(reader.getByRole('heading', { name: '城东图书馆查阅角' })).toHaveCount(0)
})
