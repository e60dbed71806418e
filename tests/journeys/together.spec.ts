/** Cases that belong together: two letters with one answer, another office's part, a matter of another department. */
import type { Browser, Page } from '@playwright/test'
import { atDesk, expect, findings, phone, sendLetter, test, write, type Bureau } from './bureau.ts'

const writeTo = async (browser: Browser, bureau: Bureau, title: string, text: string) => {
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, title, text)
  const { number } = await sendLetter(page)
  const see = async (): Promise<void> => {
    await page.goto(`${bureau.base}/letters/${number}`)
    await expect(page.locator('.thread')).toBeVisible()
  }
  return { page, number, see }
}

const opened = async (browser: Browser, bureau: Bureau, account: string, title: string): Promise<Page> => {
  const page = await atDesk(browser, bureau, account)
  await page.getByRole('link', { name: new RegExp(title) }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  return page
}

const reply = '菜价按每月六次的采价平均计算，节前涨的已经算在里面。'
const part = '住户记账里的菜钱按实际付的记，不另外折算。'

test('two letters on one matter are merged; another office gives its part; each is answered on its own phone @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(240_000)
  const one = await writeTo(browser, bureau, '城东菜场青菜涨了一半', '城东菜场的青菜两周涨了一半，统计里怎么算？')
  const two = await writeTo(browser, bureau, '青菜涨价怎么没算', '城东菜场青菜两周涨了一半，统计里怎么没有？')

  const clerk = await opened(browser, bureau, 'clerk', '城东菜场青菜涨了一半')
  await clerk.getByLabel('分给').selectOption({ label: '价格统计科' })
  await clerk.getByRole('button', { name: '分给价格统计科' }).click()
  await expect(clerk.getByRole('button', { name: '分给价格统计科' })).toHaveCount(0)
  await clerk.getByRole('link', { name: /青菜涨价怎么没算/ }).click()
  await clerk.getByRole('button', { name: '和别的信一起办…' }).click()
  const dialog = clerk.getByRole('dialog', { name: '和别的信一起办' })
  await dialog.getByRole('radio', { name: /城东菜场青菜涨了一半/ }).check()
  expect(await findings(clerk)).toEqual([])
  await dialog.getByRole('button', { name: '并入选的这封' }).click()
  await expect(clerk.getByText('这封信并入了')).toBeVisible()
  expect(await findings(clerk)).toEqual([])

  await two.see()
  await expect(two.page.getByText(/和同一件事的其他来信一起办/)).toBeVisible()
  await expect(two.page.getByText(one.number)).toHaveCount(0)
  expect(await findings(two.page)).toEqual([])
  await one.see()
  await expect(one.page.getByText(/其他来信/)).toHaveCount(0)

  const handler = await opened(browser, bureau, 'handler.prices', '城东菜场青菜涨了一半')
  await expect(handler.getByText('一起答复的信，1 封')).toBeVisible()
  await handler.getByText(/协办和征求意见，\d 件/).click()
  await handler.getByRole('button', { name: '请别的科室协办或提意见' }).click()
  const asking = handler.getByRole('dialog', { name: '请别的科室协办或提意见' })
  await asking.getByLabel('科室', { exact: true }).selectOption({ label: '住户调查科' })
  await asking.getByLabel('要求').fill('请写一段住户记账里菜钱怎么记。')
  const day = await asking.getByLabel('哪天前给').getAttribute('min')
  await asking.getByLabel('哪天前给').fill(day ?? '')
  expect(await findings(handler)).toEqual([])
  await asking.getByRole('button', { name: '提出', exact: true }).click()
  await expect(handler.getByText('等着写')).toBeVisible()

  const other = await atDesk(browser, bureau, 'handler.households')
  await other.getByRole('link', { name: '协办和征求意见' }).first().click()
  await other.getByRole('link', { name: /城东菜场青菜涨了一半/ }).click()
  await expect(other.getByText('请写一段住户记账里菜钱怎么记。')).toBeVisible()
  await other.getByLabel('您科室写的一段').fill(part)
  await other.getByRole('button', { name: '给承办科室' }).click()
  await expect(other.getByText('第 1 版，')).toBeVisible()
  expect(await findings(other)).toEqual([])

  await handler.reload()
  await handler.getByLabel('答复正文').fill(reply)
  await handler.getByRole('button', { name: '插入住户调查科写的一段' }).click()
  await expect(handler.getByLabel('答复正文')).toHaveValue(new RegExp(part))
  await handler.getByRole('button', { name: '送签发' }).click()
  await expect(handler.getByRole('button', { name: '送签发' })).toHaveCount(0)
  const head = await opened(browser, bureau, 'head.prices', '城东菜场青菜涨了一半')
  await head.getByRole('button', { name: '签发…' }).click()
  await expect(head.getByRole('dialog').getByText(two.number)).toBeVisible()
  expect(await findings(head)).toEqual([])
  await head.getByRole('button', { name: '签发，发给 2 位写信人' }).click()
  await expect(head.getByRole('button', { name: '签发…' })).toHaveCount(0)

  for (const letter of [one, two]) {
    await letter.see()
    await expect(letter.page.getByText(reply)).toBeVisible()
    await letter.page.getByRole('radio', { name: '满意', exact: true }).check()
    await letter.page.getByRole('button', { name: '提交评价' }).click()
    await expect(letter.page.getByText('您的评价：满意')).toBeVisible()
  }
  await expect(one.page.getByText(two.number)).toHaveCount(0)
  await expect(two.page.getByText(one.number)).toHaveCount(0)
})

test('a matter of another department: the sender reads where to turn, in both languages @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const letter = await writeTo(browser, bureau, '医保报销要带什么材料', '想问住院报销要带哪些材料，去哪里交？')
  const clerk = await opened(browser, bureau, 'clerk', '医保报销要带什么材料')
  await clerk.getByRole('button', { name: '转给别的部门…' }).click()
  await clerk.getByLabel('该找的部门').selectOption({ label: '市医疗保障局（医保缴费、报销、异地就医、药品价格）' })
  await clerk.getByLabel('给写信人的说明').fill('住院报销由医保部门办理。')
  expect(await findings(clerk)).toEqual([])
  await clerk.getByRole('button', { name: '转出，告诉写信人' }).click()
  await expect(clerk.getByText('已转办').first()).toBeVisible()

  await letter.see()
  await expect(letter.page.getByText(/归市医疗保障局管/)).toBeVisible()
  await expect(letter.page.getByRole('link', { name: '0000-8100102' })).toHaveAttribute('href', 'tel:0000-8100102')
  await expect(letter.page.getByRole('link', { name: 'https://medical.city.example/' })).toBeVisible()
  await expect(letter.page.getByText('工作日 9:00 到 12:00')).toBeVisible()
  expect(await findings(letter.page)).toEqual([])
  await letter.page.goto(`${bureau.base}/en/letters/${letter.number}`)
  await expect(letter.page.getByText(/a matter of Municipal Healthcare Security Administration/)).toBeVisible()
  expect(await findings(letter.page)).toEqual([])

  await letter.page.goto(`${bureau.base}/figures`)
  await expect(letter.page.getByRole('row', { name: '市医疗保障局 1' })).toBeVisible()
  expect(await findings(letter.page)).toEqual([])

  const registry = await atDesk(browser, bureau, 'registry')
  await registry.getByRole('link', { name: '转办名录' }).click()
  await registry.getByRole('button', { name: '加一个部门' }).click()
  await registry.getByLabel('名称', { exact: true }).fill('市档案馆')
  await registry.getByRole('button', { name: '存', exact: true }).click()
  await expect(registry.getByText('还没写').first()).toBeVisible()
  expect(await findings(registry)).toEqual([])
  await registry.getByLabel('名称（英文）').fill('Municipal Archives')
  await registry.getByLabel('管什么', { exact: true }).fill('查旧档案')
  await registry.getByLabel('管什么（英文）').fill('old records')
  await registry.getByLabel('电话（可不填）').fill('0000-8100111')
  await registry.getByRole('button', { name: '存', exact: true }).click()
  await expect(registry.getByRole('listitem').filter({ hasText: '市档案馆' })).toBeVisible()
  expect(await findings(registry)).toEqual([])
})
