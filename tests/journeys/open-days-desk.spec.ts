/** Open days at the desk: one writes, another publishes; nothing typed is lost; who booked is told of a cancellation. */
import type { Page } from '@playwright/test'
import type { DeskOpenDay } from '#contract/open-days-desk.ts'
import { expect, findings, phone, test } from './bureau.ts'
import { book, dayDraft, minutesFromNow, sendAs, slotDraft, twoAtTheDesk } from './open-day-stage.ts'
import { picture } from './pictures.ts'

/** What the field of a time takes: the bureau's clock, to the second. */
const field = (minutes: number): string =>
  new Date(Date.parse(minutesFromNow(minutes)) + 8 * 3_600_000).toISOString().slice(0, 19)

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '存', exact: true }).first().click()
}

test('one writes an open day with a slot, another publishes it; what is typed outlives a reload @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { clerk, head } = await twoAtTheDesk(browser, bureau)
  const title = '普查员的一天'
  await clerk.goto(`${bureau.base}/desk/open-days`)
  await clerk.getByRole('button', { name: '写一个开放日' }).click()
  await save(clerk)
  await expect(clerk.getByText('还没写').first()).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await clerk.getByLabel('种类').selectOption({ label: '政务公开日' })
  await clerk.getByLabel('标题').fill(title)
  await clerk.getByLabel('一句话介绍').fill('跟着普查员走一个小区。')
  await clerk.getByLabel('地点').fill('城东小区')
  await clerk.getByLabel('地址').fill('示例路 8 号')
  await clerk.getByLabel('咨询电话').fill('010-12345678')
  await clerk.getByRole('button', { name: '加一份材料' }).click()
  await clerk.getByLabel('材料 1 的名称').fill('普查表')
  await clerk.reload()
  await expect(clerk.getByText('上次写到一半没有存')).toBeVisible()
  await expect(clerk.getByLabel('标题')).toHaveValue(title)
  await expect(clerk.getByLabel('材料 1 的名称')).toHaveValue('普查表')
  await save(clerk)
  await expect(clerk.getByRole('heading', { name: title })).toBeVisible()

  await clerk.getByRole('button', { name: '加一场' }).click()
  const dialog = clerk.getByRole('dialog', { name: '加一场' })
  await dialog.getByLabel('场次名称').fill('老年大学专场')
  await dialog.getByLabel('开始', { exact: true }).fill(field(600))
  await dialog.getByLabel('结束').fill(field(700))
  await dialog.getByLabel('开始报名').fill(`${field(-60).slice(0, 17)}07`)
  await dialog.getByLabel('改动截止').fill(field(500))
  await dialog.getByLabel('集合地点').fill('小区东门')
  await dialog.getByLabel('名额（人）').fill('2')
  await dialog.getByRole('checkbox').check()
  await save(clerk)
  await expect(dialog.getByText('不能多于名额')).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await dialog.getByLabel('一次最多报几人').fill('2')
  await save(clerk)
  await expect(clerk.getByText(/:07 开始报名/)).toBeVisible()
  await expect(clerk.getByText(/邀请码 [0-9A-Z]{8}/)).toBeVisible()
  await expect(clerk.getByRole('button', { name: '复制邀请码' })).toBeVisible()
  await expect(clerk.getByText(/写的人和发布的人不能是同一个/)).toBeVisible()
  await expect(clerk.getByRole('button', { name: '发布', exact: true })).toHaveCount(0)
  expect(await findings(clerk)).toEqual([])

  await head.goto(`${bureau.base}/desk/open-days`)
  await head.getByRole('link', { name: title }).click()
  await head.getByRole('button', { name: '发布', exact: true }).click()
  await expect(head.getByRole('main').getByText('已发布', { exact: true })).toBeVisible()
  expect(await findings(head)).toEqual([])
})

test('a change made meanwhile is shown and nothing typed is lost; a cancelled slot says how many are told @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { clerk, head, open } = await twoAtTheDesk(browser, bureau)
  const day = await open('两个人一起改', [slotDraft('上午场', 200), slotDraft('下午场', 600)])
  const [slotId = ''] = day.slots.map(({ id }) => id)
  for (const people of [3, 1]) await book(clerk, bureau.base, slotId, people)
  await clerk.goto(`${bureau.base}/desk/open-days/${day.id}`)
  await clerk.getByRole('button', { name: '改介绍' }).click()
  await clerk.getByLabel('标题').fill('收件甲写的标题')
  const theirs = await sendAs(head, bureau.base)<DeskOpenDay>('GET', `/desk/open-days/${day.id}`)
  const draft = { ...dayDraft('两个人一起改'), summary: '主任甲写的介绍' }
  await sendAs(head, bureau.base)('PUT', `/desk/open-days/${day.id}`, { draft, revision: theirs.revision })
  await save(clerk)
  await expect(clerk.getByText(/主任甲在 .* 改过，您的这一版没有存/)).toBeVisible()
  await expect(clerk.getByText('一句话介绍：主任甲写的介绍')).toBeVisible()
  await expect(clerk.getByLabel('标题')).toHaveValue('收件甲写的标题')
  expect(await findings(clerk)).toEqual([])
  await clerk.getByRole('button', { name: '照我写的存' }).click()
  await expect(clerk.getByRole('heading', { name: '收件甲写的标题' })).toBeVisible()
  await expect(clerk.getByText(/介绍改过，还没有发布/)).toBeVisible()

  await clerk.getByRole('button', { name: /看报名.*上午场/ }).click()
  const list = clerk.getByRole('dialog', { name: '报名：上午场' })
  await expect(list.getByText('有名额的，2 份，4 人')).toBeVisible()
  await expect(list.getByText('要准备的：轮椅 1 份')).toBeVisible()
  await expect(list.getByText(/电话 1/)).toHaveCount(0)
  await list
    .getByRole('button', { name: /看电话/ })
    .first()
    .click()
  await expect(list.getByText(/电话 139\d{8}/)).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await clerk.keyboard.press('Escape')

  await clerk.getByRole('button', { name: /取消这一场….*上午场/ }).click()
  const dialog = clerk.getByRole('dialog', { name: '取消这一场' })
  await expect(dialog.getByText('2 份报名会收到通知，写明原因。')).toBeVisible()
  await dialog.getByRole('button', { name: '取消这一场' }).click()
  await expect(dialog.getByText('写明原因，至少 2 个字')).toBeVisible()
  await dialog.getByLabel('原因').fill('讲解员生病')
  expect(await findings(clerk)).toEqual([])
  await dialog.getByRole('button', { name: '取消这一场' }).click()
  await expect(clerk.getByText('取消的原因：讲解员生病')).toBeVisible()

  await head.goto(`${bureau.base}/desk/open-days/${day.id}`)
  await head.getByRole('button', { name: '发布改动' }).click()
  await expect(head.getByText(/介绍改过，还没有发布/)).toHaveCount(0)
  await head.getByRole('button', { name: '取消开放日…' }).click()
  const whole = head.getByRole('dialog', { name: '取消开放日' })
  await expect(whole.getByText('还没有人报名，不用通知谁。')).toBeVisible()
  await whole.getByLabel('原因').fill('改到明年')
  await whole.getByRole('button', { name: '取消开放日' }).click()
  await expect(head.getByText('取消的原因：改到明年').first()).toBeVisible()
  expect(await findings(head)).toEqual([])
})

test('pictures are added with their words, put in order and taken away; everybody sees them, and never those of attendance @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { clerk, open } = await twoAtTheDesk(browser, bureau)
  const day = await open('看得见的一天', [slotDraft('上午场', -180, { opensAt: minutesFromNow(-240) })])
  await clerk.goto(`${bureau.base}/desk/open-days/${day.id}`)
  const shown = clerk.getByRole('group', { name: /给市民看的照片/ })
  const add = async (group: typeof shown, file: string, caption: string): Promise<void> => {
    await group.getByLabel(/^加一张/).setInputFiles(picture(file, 600, 400))
    await group.getByLabel(/^(照片里有什么|是什么的照片)$/).fill(caption)
    await group.getByRole('button', { name: '加上' }).click()
    await expect(group.locator('li img').last()).toHaveAttribute('alt', caption)
  }
  await shown.getByRole('button', { name: '加上' }).click()
  await expect(shown.getByText('先选一张照片')).toBeVisible()
  await expect(shown.getByText(/写一句照片里有什么/)).toBeVisible()
  expect(await findings(clerk)).toEqual([])
  await shown
    .getByLabel(/^加一张/)
    .setInputFiles({ name: '名单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 no') })
  await shown.getByLabel('照片里有什么').fill('菜场里的采价员')
  await shown.getByRole('button', { name: '加上' }).click()
  await expect(shown.getByText(/这个文件收不了/)).toBeVisible()
  await add(shown, '一.png', '菜场里的采价员')
  await add(shown, '二.png', '会议室里的提问')
  await expect(shown.getByRole('heading', { name: '给市民看的照片，2 张' })).toBeVisible()
  await shown.getByRole('button', { name: '第 2 张往前移' }).click()
  await expect(shown.locator('li img').first()).toHaveAttribute('alt', '会议室里的提问')
  await shown.getByLabel('第 2 张的说明').fill('菜场里的采价员在记价')
  await shown.getByLabel('第 2 张的说明').press('Enter')
  await expect(shown.locator('li img').last()).toHaveAttribute('alt', '菜场里的采价员在记价')
  const attendance = clerk.getByRole('group', { name: /签到照片/ })
  await add(attendance, '签到.png', '签到表第一页')
  await expect(attendance.getByText(/月.*日和报名人的联系方式一起自动删除/)).toBeVisible()
  expect(await findings(clerk)).toEqual([])

  const citizen = await phone(browser, { javaScriptEnabled: false })
  await citizen.goto(`${bureau.base}/open-days/${day.id}`)
  const seen = citizen.locator('main img')
  await expect(seen).toHaveCount(2)
  await expect(seen.first()).toHaveAttribute('alt', '会议室里的提问')
  await expect(seen.first()).toHaveAttribute('width', '600')
  await expect(citizen.getByText('菜场里的采价员在记价')).toBeVisible()
  await expect(citizen.locator('body')).not.toContainText('签到表')
  await seen.first().scrollIntoViewIfNeeded()
  const loaded = await citizen.request.get(`${bureau.base}${(await seen.first().getAttribute('src')) ?? ''}`)
  expect(loaded.headers()['content-type']).toBe('image/jpeg')

  await shown.getByRole('button', { name: '去掉第 1 张' }).click()
  const dialog = clerk.getByRole('dialog', { name: '去掉这张照片' })
  await expect(dialog).toContainText('会议室里的提问')
  expect(await findings(clerk)).toEqual([])
  await dialog.getByRole('button', { name: '去掉', exact: true }).click()
  await expect(shown.getByRole('heading', { name: '给市民看的照片，1 张' })).toBeVisible()
  await expect(async () => {
    await citizen.reload()
    await expect(seen).toHaveCount(1)
  }).toPass()
})
