/** A family books and shows its ticket without a network; what is refused comes back; a place of the waiting list is taken. */
import type { Page } from '@playwright/test'
import { openPhone } from '../proofs/browser.ts'
import { expect, findings, openBureau, phone, test } from './bureau.ts'
import { demoDay, freshPhone, openForm, sendBooking, takePlaces } from './booking-stage.ts'
import { everythingKept } from './case-stage.ts'
import { book, slotDraft, twoAtTheDesk } from './open-day-stage.ts'

/** Goes from the home page to the form of a slot with places, and fills it in for a family of three. */
const fillIn = async (page: Page, base: string): Promise<void> => {
  await page.goto(`${base}/`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await page.getByRole('link', { name: /^开放日/ }).click()
  await page.getByRole('link', { name: /数据是怎么采来的/ }).click()
  await page.getByRole('link', { name: /^报名：第二场/ }).click()
  await page.getByText('一家人', { exact: true }).click()
  await page.getByRole('button', { name: '一共几个人：多一个' }).click()
  await page.getByLabel('其中未满 18 岁', { exact: true }).fill('3')
  await page.getByRole('checkbox', { name: '轮椅通行的路' }).check()

  // nothing goes before it is right, and each fault is told where it stands
  await page.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page.getByText('总人数里至少有一位成年人')).toBeVisible()
  await expect(page.getByText('留一个手机号，有变动时通知您')).toBeVisible()
  await expect(page.getByText('有 3 处要改，都标出来了。')).toBeVisible()
  expect(await findings(page)).toEqual([])

  // what was filled in is kept
  await page.getByLabel('其中未满 18 岁', { exact: true }).fill('1')
  await expect(page.getByText('填的都存在这台手机')).toHaveCount(0)
  await page.waitForTimeout(600)
  await page.reload()
  await expect(page.getByLabel('一共几个人', { exact: true })).toHaveValue('3')
  await expect(page.getByRole('checkbox', { name: '轮椅通行的路' })).toBeChecked()
}

test('a family books, and its ticket stands on the phone when the server is gone and the browser was killed', async () => {
  test.setTimeout(120_000)
  const bureau = await openBureau()
  const profile = test.info().outputPath('phone')
  const before = await openPhone(profile)
  const first = before.page
  await fillIn(first, bureau.base)
  const number = await sendBooking(first)
  const code = await first.locator('.ticket-letters').innerText()
  expect(code).toMatch(/^[0-9A-Z]{4} [0-9A-Z]{4}$/)
  await expect(first.locator('.ticket')).toContainText('家庭，3 人，其中未成年 1 人')
  await expect(first.locator('.ticket')).toContainText('需要轮椅通行')
  await expect(first.getByText('没有网络也能用')).toBeVisible()
  expect(await findings(first)).toEqual([])
  const squares = await first.locator('.ticket-qr path').getAttribute('d')

  await bureau.server.stop()
  await before.kill()
  const after = await openPhone(profile)
  const { page } = after
  await page.goto(`${bureau.base}/bookings/${number}`)
  await expect(page.locator('.ticket-letters')).toHaveText(code)
  expect(await page.locator('.ticket-qr path').getAttribute('d')).toBe(squares)
  await expect(page.getByText(/没有网络也能进门/)).toBeVisible()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '加到日历' }).click()
  expect((await saving).suggestedFilename()).toBe(`活动票-${number}.ics`)
  await page.getByRole('button', { name: '存成图片' }).click()
  await expect(page.getByRole('dialog').locator('img')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goto(`${bureau.base}/me`)
  await page.getByRole('link', { name: /数据是怎么采来的/ }).click()
  await expect(page.locator('.ticket-letters')).toHaveText(code)

  // the calendar that was read stays to be read
  await page.goto(`${bureau.base}/open-days`)
  await expect(page.getByText(/名额以联网后为准/)).toBeVisible()
  await expect(page.getByRole('link', { name: /数据是怎么采来的/ })).toBeVisible()
  await after.close()
})

test('held without a network and refused, a booking comes back with the reason, and goes from there @whole', async ({
  browser,
  bureau
}) => {
  const { id, slots } = await demoDay(bureau)
  const taken = freshPhone()
  const first = await phone(browser)
  await openForm(first, bureau.base, id, slots[1].id)
  await sendBooking(first, taken)

  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await openForm(page, bureau.base, id, slots[1].id)
  await page.context().setOffline(true)
  await page.getByLabel('手机').fill(taken)
  await page.getByRole('checkbox', { name: /我看过/ }).check()
  await page.getByRole('button', { name: '放进待发送' }).click()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await page.getByRole('button', { name: '看内容' }).click()
  await expect(page.getByRole('dialog')).toContainText('第二场：数据是怎么采来的')
  await page.keyboard.press('Escape')
  await page.context().setOffline(false)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.getByRole('link', { name: /没报完的名.*需修改/ }).click()
  await expect(page.getByRole('alert')).toContainText('这个手机号在这一场已经报过名')
  await expect(page.getByLabel('手机')).toHaveValue(taken)
  expect(await findings(page)).toEqual([])
  const number = await sendBooking(page)

  // found again on another phone with number and code; cancelled there, it is so here too
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator('main').innerText())?.[0] ?? ''
  const other = await phone(browser)
  await other.goto(`${bureau.base}/letters/find`)
  await other.getByRole('textbox', { name: '编号' }).fill(number.toLowerCase())
  await other.getByLabel('查询码').fill(code)
  await other.getByRole('button', { name: '查', exact: true }).click()
  await expect(other).toHaveURL(new RegExp(`/bookings/${number}$`))
  await other.getByRole('button', { name: '改场次或人数' }).click()
  await other.getByRole('dialog').getByText('一家人', { exact: true }).click()
  await other.getByRole('dialog').getByRole('button', { name: '改好了' }).click()
  await expect(other.locator('.ticket')).toContainText('家庭，2 人')
  await other.getByRole('button', { name: '不去了，取消预约' }).click()
  await other.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await expect(other.getByRole('heading', { name: '您取消了这次报名' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: '您取消了这次报名' })).toBeVisible()
  await expect(page.locator('.ticket-letters')).toHaveCount(0)
  await page.getByRole('button', { name: '现在删除' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(page.getByText('没有存着联系方式。')).toBeVisible()
})

test('who waits is offered the places that are given back, and takes them @whole', async ({ browser }) => {
  // it fills a slot: in a bureau of its own
  test.setTimeout(120_000)
  const bureau = await openBureau()
  const { id, slots } = await demoDay(bureau)
  const holder = await phone(browser)
  await openForm(holder, bureau.base, id, slots[1].id)
  await sendBooking(holder)
  const { slots: now } = await demoDay(bureau)
  for (let left = now[1].left; left > 0; left -= 6) await takePlaces(bureau.base, now[1].id, Math.min(6, left))

  const page = await phone(browser)
  await openForm(page, bureau.base, id, slots[1].id)
  await expect(page.getByText('报满了，可以排候补')).toBeVisible()
  await page.getByLabel('手机').fill(freshPhone())
  await page.getByRole('checkbox', { name: /我看过/ }).check()
  await page.getByRole('button', { name: '排候补' }).click()
  await expect(page.getByText('勾上这里排候补')).toBeVisible()
  await page.getByRole('checkbox', { name: /愿意排候补/ }).check()
  await page.getByRole('button', { name: '排候补' }).click()
  await expect(page.getByText('您排在第一位。')).toBeVisible()
  await expect(page.locator('.ticket-letters')).toHaveCount(0)
  expect(await findings(page)).toEqual([])

  await holder.getByRole('button', { name: '不去了，取消预约' }).click()
  await holder.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await expect(holder.getByRole('heading', { name: '您取消了这次报名' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: '轮到您了：1 个名额给您留着' })).toBeVisible()
  await expect(page.getByText(/^留到 \d+月\d+日/)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.goto(`${bureau.base}/me`)
  await page.getByRole('link', { name: /有名额了，等您回话/ }).click()
  await page.getByRole('button', { name: '要，我来' }).click()
  await expect(page.locator('.ticket-letters')).toBeVisible()
  await expect(page.locator('.event').last()).toContainText('您要了名额')
  await bureau.server.stop()
})

test('the calendar and an open day are readable without JavaScript @whole', async ({ browser, bureau }) => {
  const { id, slots } = await demoDay(bureau)
  const page = await phone(browser, { javaScriptEnabled: false })
  await page.goto(`${bureau.base}/open-days`)
  await page.getByRole('link', { name: /数据是怎么采来的/ }).click()
  await expect(page).toHaveURL(new RegExp(`/open-days/${id}$`))
  for (const { title } of slots) await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await expect(page.getByText(/^还有 \d+ 个名额，一次最多报 6 人$/)).toBeVisible()
  await expect(page.getByText(/09:00:00 起报名$/)).toBeVisible()
  await expect(page.getByRole('heading', { name: '候补怎么排' })).toBeVisible()
})

test('in the elder view the form of a booking asks one question a screen, and holds whoever goes on with a fault @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/`)
  await page.getByRole('button', { name: /长辈版/ }).click()
  await page.getByRole('link', { name: /^开放日/ }).click()
  await page.getByRole('link', { name: /数据是怎么采来的/ }).click()
  await page.getByRole('link', { name: /^报名：第二场/ }).click()
  const asks = page.locator('#step-asks')
  const on = page.getByRole('button', { name: '下一步' })
  await expect(asks).toContainText('第 1 步，共 5 步')
  await expect(asks).toContainText('谁来')
  await expect(page.getByLabel('手机')).toHaveCount(0)
  await page.getByText('一家人', { exact: true }).click()
  await page.getByLabel('其中未满 18 岁', { exact: true }).fill('2')
  await on.click()
  await expect(page.getByText('总人数里至少有一位成年人')).toBeVisible()
  await expect(asks).toContainText('第 1 步')
  expect(await findings(page)).toEqual([])
  await page.getByLabel('其中未满 18 岁', { exact: true }).fill('1')
  await on.click()
  await expect(asks).toContainText('要帮忙准备什么')
  await expect(asks).toBeFocused()
  await on.click()
  await expect(asks).toContainText('怎么找您')
  await on.click()
  await expect(page.getByText('留一个手机号，有变动时通知您')).toBeVisible()
  await page.getByLabel('手机').fill(freshPhone())
  await on.click()
  await expect(asks).toContainText('排候补')
  await page.goBack()
  await expect(asks).toContainText('怎么找您')
  await on.click()
  await on.click()
  await expect(asks).toContainText('第 5 步')
  await page.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page.getByText('看过以后，请在方框里打钩')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('checkbox', { name: /我看过/ }).check()
  await page.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page).toHaveURL(/\/bookings\/KF-/)
  await expect(page.locator('.ticket')).toContainText('家庭，2 人，其中未成年 1 人')
})

test('the library brings what comes before anybody has looked, and an open day opens with the server gone @whole', async () => {
  test.setTimeout(120_000)
  const bureau = await openBureau()
  const { id, slots } = await demoDay(bureau)
  const { page, close } = await openPhone(test.info().outputPath('phone'))
  await page.goto(`${bureau.base}/library`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await page.getByRole('button', { name: '更新' }).click()
  await expect(page.getByText('更新好了。')).toBeVisible({ timeout: 60_000 })
  await bureau.server.stop()
  await page.goto(`${bureau.base}/open-days`)
  await page.getByRole('link', { name: /数据是怎么采来的/ }).click()
  await expect(page).toHaveURL(new RegExp(`/open-days/${id}$`))
  await expect(page.getByText(/名额以联网后为准/)).toBeVisible()
  for (const { title } of slots) await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await close()
})

test('a sign-up opens on the page that stands there, at its second by the clock of the server @whole', async ({
  browser,
  bureau
}) => {
  const { open } = await twoAtTheDesk(browser, bureau)
  const opensAt = Date.now() + 20_000
  const slot = slotDraft('准点开始的一场', 3 * 24 * 60, { opensAt: new Date(opensAt).toISOString() })
  const { id } = await open('到点开始报名', [slot])
  const page = await phone(browser)
  // this phone is five minutes slow
  await page.addInitScript(() => {
    const right = Date.now.bind(Date)
    Date.now = () => right() - 300_000
  })
  await page.goto(`${bureau.base}/open-days/${id}`)
  const link = page.getByRole('link', { name: '报名：准点开始的一场' })
  await expect(page.getByText('这一页到点会自己变')).toBeVisible()
  await expect(link).toHaveCount(0)
  await link.waitFor()
  expect(Date.now()).toBeGreaterThanOrEqual(opensAt)
  await link.click()
  await sendBooking(page)
})

test('a ticket that was left on somebody else’s phone while it was being read anew is not kept there @whole', async ({
  browser,
  bureau
}) => {
  const { slots } = await demoDay(bureau)
  const page = await phone(browser)
  const { booking, holderCode } = await book(page, bureau.base, slots[1].id, 1)
  const { number } = booking
  let readings = 0
  await page.route(`**/api/bookings/${number}`, async (route) => {
    if (++readings > 1) await new Promise((resolve) => setTimeout(resolve, 3000))
    await route.continue()
  })
  await page.goto(`${bureau.base}/letters/find?number=${number}`)
  await page.getByLabel(/^查询码/).fill(holderCode)
  await page.getByRole('checkbox', { name: /这部手机不是我的/ }).check()
  await page.getByRole('button', { name: '查', exact: true }).click()
  await page.locator('.ticket').waitFor()
  const late = page.waitForResponse(`**/api/bookings/${number}`)
  await page.getByRole('button', { name: '看完了' }).click()
  await expect(page.getByLabel(/^查询码/)).toBeVisible()
  await (await late).finished()
  await page.waitForTimeout(500)
  const kept = await everythingKept(page)
  for (const secret of [number, holderCode]) expect(kept).not.toContain(secret)
})

test('a tab that did not hear of the other one writes over no booking that is being filled in @whole', async ({
  browser,
  bureau
}) => {
  const { id, slots } = await demoDay(bureau)
  const page = await phone(browser)
  await page.context().addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'BroadcastChannel')
  })
  const [began, there, here] = [freshPhone(), freshPhone(), freshPhone()]
  const other = await page.context().newPage()
  for (const tab of [page, other]) {
    await openForm(tab, bureau.base, id, slots[1].id)
    if (tab === page) await tab.getByLabel('手机').fill(began)
    await expect.poll(() => everythingKept(page)).toContain(began)
    await expect(tab.getByLabel('手机')).toHaveValue(began)
  }
  await page.bringToFront()
  await page.getByLabel('手机').fill(there)
  await expect.poll(() => everythingKept(page)).toContain(there)
  await other.bringToFront()
  await other.getByLabel('手机').fill(here)
  await expect.poll(() => everythingKept(page)).toContain(here)
  expect(await everythingKept(page)).toContain(there)
})
