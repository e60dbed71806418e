/** The door of an open day: two phones without a network let people in; each party is counted once. */
import type { Page } from '@playwright/test'
import type { DeskOpenDay } from '#contract/open-days-desk.ts'
import { expect, findings, test } from './bureau.ts'
import { doorPhone, keptRows, typeTicket } from './door-stage.ts'
import { book, giveBack, sendAs, slotDraft, twoAtTheDesk } from './open-day-stage.ts'

/** Types a ticket that is not let in, and reads why. */
const refused = async (page: Page, text: string, why: string | RegExp): Promise<void> => {
  await typeTicket(page, text)
  await expect(page.getByText(why)).toBeVisible()
  await expect(page.getByText('不放行')).toBeVisible()
  await expect(page.getByRole('button', { name: /放行 \d+ 人$/ })).toHaveCount(1)
}

const admitted = async (page: Page, text: string, people: number): Promise<void> => {
  await typeTicket(page, text)
  await page.getByRole('button', { name: `放行 ${people} 人`, exact: true }).click()
  await expect(page.getByText('放行了')).toBeVisible()
}

/** One letter of the signature is another one. */
const forged = (text: string): string => {
  const place = text.length - 20
  return text.slice(0, place) + (text[place] === '0' ? '1' : '0') + text.slice(place + 1)
}

test('two doors without a network let each party in once; what both let in is counted once and shown @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { base } = bureau
  const desk = await twoAtTheDesk(browser, bureau)
  const day = await desk.open('看看菜价怎么采', [slotDraft('上午场', 20), slotDraft('下午场', 300)])
  const other = await desk.open('普查是怎么做的', [slotDraft('只有一场', 30)])
  const [morning = '', afternoon = ''] = day.slots.map(({ id }) => id)
  const ticket = async (slot: string, people: number) => await book(desk.clerk, base, slot, people)
  const two = await ticket(morning, 2)
  const both = await ticket(morning, 3)
  const gone = await ticket(morning, 1)
  const later = await ticket(afternoon, 1)
  const elsewhere = await ticket(other.slots[0]?.id ?? '', 1)
  await giveBack(desk.clerk, base, gone)

  const north = await doorPhone(browser, bureau, '看看菜价怎么采', '北门')
  const south = await doorPhone(browser, bureau, '看看菜价怎么采', '南门')
  expect(await findings(north)).toEqual([])
  // booked after the doors had fetched their lists
  const fresh = await ticket(morning, 1)

  for (const door of [north, south]) {
    await door.context().setOffline(true)
    await door.reload()
    await expect(door.getByText(/没有网络，照 .* 的名单验票/)).toBeVisible()
  }

  await admitted(north, two.code.toLowerCase(), 2)
  await refused(north, two.code, '这张票用过了')
  await expect(north.getByText(/在“北门”放行了 2 人/)).toBeVisible()
  await refused(north, forged(both.text), '签名不对，不是统计局发的票')
  await refused(north, gone.code, '这份报名取消了')
  await refused(north, elsewhere.text, '不是这个开放日的票')
  await refused(north, elsewhere.code, '名单上没有这个票号')
  await refused(north, 'ABC', '票号是 8 位字母和数字')
  expect(await findings(north)).toEqual([])
  await typeTicket(north, later.code)
  await expect(north.getByText('是另一场的票，1 人')).toBeVisible()
  expect(await findings(north)).toEqual([])
  await north.getByRole('button', { name: '不放', exact: true }).click()
  await typeTicket(north, fresh.text)
  await expect(north.getByText(/名单可能比票旧/)).toBeVisible()
  await north.getByRole('button', { name: '放行 1 人', exact: true }).click()
  await admitted(north, both.code, 3)
  await expect(north.getByRole('listitem').filter({ hasText: '上午场' })).toContainText('6 / 20 人')

  await typeTicket(south, both.text)
  await expect(south.getByText('需要：轮椅')).toBeVisible()
  await south.getByRole('button', { name: '少一人' }).first().click()
  await south.getByRole('button', { name: '放行 2 人', exact: true }).click()
  await south.getByRole('region', { name: '没报名直接来的' }).getByRole('button', { name: '多一人' }).click()
  await south.getByRole('button', { name: '登记，放行 2 人' }).click()
  await expect(south.getByText('2 条没有报上去')).toBeVisible()
  await south.reload()
  await expect(south.getByText('2 条没有报上去')).toBeVisible()

  await north.context().setOffline(false)
  await expect(north.getByText(/没有报上去/)).toHaveCount(0)
  await south.context().setOffline(false)
  await expect(south.getByText(/另一扇门已放行：.*“北门”，3 人/)).toBeVisible()
  await expect(south.getByText(/没有报上去/)).toHaveCount(0)
  await expect(south.getByRole('listitem').filter({ hasText: '上午场' })).toContainText('8 / 20 人')
  expect(await findings(south)).toEqual([])
  const told = await sendAs(desk.clerk, base)<DeskOpenDay>('GET', `/desk/open-days/${day.id}`)
  expect(told.slots.map(({ checkedIn }) => checkedIn)).toEqual([8, 0])

  expect(await keptRows(south)).toBeGreaterThan(0)
  await south.getByRole('button', { name: '菜单' }).click()
  await south.getByRole('button', { name: '退出' }).click()
  await expect(south.getByLabel('账号')).toBeVisible()
  await expect.poll(async () => await keptRows(south)).toBe(0)
})
