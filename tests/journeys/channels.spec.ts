/** Letters of other channels: typed in by a clerk, imported from a table, told to the sender, taken out as a ledger. */
import { readFileSync } from 'node:fs'
import { atDesk, expect, findings, phone, test } from './bureau.ts'

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

test('a call is registered once, survives a reload while it is typed, and its sender reads it by the code @whole', async ({
  browser,
  bureau
}) => {
  const desk = await atDesk(browser, bureau, 'registry')
  await desk.getByRole('link', { name: '登记来信' }).click()
  await desk.getByLabel('来源').selectOption({ label: '12345 热线' })
  await desk.getByLabel('对方的编号').fill('SZ-2026-0001')
  await desk.getByLabel('标题').fill('农业普查什么时候来')
  await desk.getByRole('button', { name: '登记', exact: true }).click()
  await expect(desk.getByLabel('内容')).toBeFocused()
  await desk.getByLabel('内容').fill('来电人问第四次农业普查什么时候到他们村里登记。')
  await desk.getByLabel('热线要求的最后一天').fill(today())
  await desk.getByLabel('电话').fill('13900000001')
  expect(await findings(desk)).toEqual([])
  await desk.reload()
  await expect(desk.getByLabel('标题')).toHaveValue('农业普查什么时候来')
  await expect(desk.getByLabel('电话')).toHaveValue('13900000001')
  await expect(desk.getByLabel('来源')).toHaveValue('hotline')
  await desk.getByRole('button', { name: '登记', exact: true }).click()
  await expect(desk.getByRole('heading', { name: '登记好了' })).toBeFocused()
  const facts = await desk.getByRole('main').innerText()
  const number = /ZX-\d{4}-\d{6}/.exec(facts)?.[0] ?? ''
  const code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/.exec(facts.replace(number, ''))?.[0] ?? ''
  expect(facts).toContain('12345 热线交办时限')

  await desk.getByRole('button', { name: '再登记一件' }).click()
  await expect(desk.getByLabel('标题')).toHaveValue('')
  await desk.getByLabel('对方的编号').fill('SZ-2026-0001')
  await desk.getByLabel('标题').fill('又登记一次')
  await desk.getByLabel('内容').fill('同一张工单又登记一次。')
  await desk.getByRole('button', { name: '登记', exact: true }).click()
  await expect(desk.getByText(`${number} 就是这个编号`)).toBeVisible()
  await desk.getByRole('link', { name: `找 ${number}` }).click()
  await desk.getByRole('link', { name: /农业普查什么时候来/ }).click()
  await expect(desk.getByText('12345 热线，编号 SZ-2026-0001')).toBeVisible()

  const sender = await phone(browser)
  await sender.goto(`${bureau.base}/`)
  const read = await sender.request.get(`${bureau.base}/api/letters/${number}`, {
    headers: { authorization: `Code ${code}` }
  })
  expect(read.status()).toBe(200)
})

test('a table is looked at, imported with its broken rows told, and the ledger is taken out @whole', async ({
  browser,
  bureau
}) => {
  const desk = await atDesk(browser, bureau, 'registry')
  await desk.getByRole('link', { name: '导入', exact: true }).click()
  const rows = [
    '微博编号,时间,网友,留言',
    `WB1,${today()},小王,请问平均工资什么时候公布？`,
    `WB2,昨天,小李,请问粮食产量是多少？`,
    `WB3,${today()},小张,统计用区划代码在哪里下载？`
  ]
  await desk.getByLabel('来源').selectOption({ label: '微博' })
  await desk.getByLabel('表', { exact: true }).setInputFiles({
    name: '微博.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\n'))
  })
  await desk.getByLabel('时间').selectOption({ label: '收到日期' })
  await desk.getByLabel('留言').selectOption({ label: '内容' })
  await desk.getByRole('button', { name: '记住对应，再看一遍' }).click()
  await expect(desk.getByText('不是日期，要写成 2026-11-23 这样')).toBeVisible()
  expect(await findings(desk)).toEqual([])
  await desk.getByRole('button', { name: '导入 3 行' }).click()
  await expect(desk.getByText('新登记 2 件')).toBeVisible()
  await expect(desk.getByRole('row', { name: /第 3 行/ })).toContainText('不是日期')
  expect(await findings(desk)).toEqual([])

  await desk.goto(`${bureau.base}/desk/letters?search=WB1`)
  const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('link', { name: /^CSV/ }).click()])
  expect(file.suggestedFilename()).toMatch(/^来信台账-.*\.csv$/)
  const text = readFileSync(await file.path(), 'utf8')
  expect(text).toContain('请问平均工资什么时候公布？')
  expect(text).not.toContain('小张')
})
