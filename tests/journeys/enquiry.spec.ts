/** The whole way of an enquiry, from a phone without a network to a published answer that the next one who asks is offered. */
import { closePhones, openPhone } from '../proofs/browser.ts'
import { freshFolder } from '../proofs/server.ts'
import { atDesk, expect, formReady, phone, readReceipt, test, write } from './bureau.ts'
import { picture } from './pictures.ts'

const title = '外卖平台的收入算不算服务业'
const text = '我在三家外卖平台接单，想知道平台上的收入有没有算进服务业的数字里。截图附上。'
const firstReply = '平台企业的营业收入按行业归入服务业统计，骑手个人的收入由住户调查反映。'
const followUp = '那一个人在三家平台接单，会不会算三次？'
const secondReply = '不会。住户调查按人记收入，一个人不论在几家平台接单，只记一次总数。'

test.afterEach(closePhones)

test('asked with no network, answered by three people, followed up, rated, published, and offered to the next who asks @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(240_000)
  // three pictures, no network, and the browser is killed
  const profile = await freshFolder()
  const before = await openPhone(profile)
  await before.page.goto(`${bureau.base}/letters/new`)
  await before.page.evaluate(async () => await navigator.serviceWorker.ready)
  await before.context.setOffline(true)
  await write(before.page, title, text)
  await before.page
    .getByLabel('加附件')
    .setInputFiles(['一.png', '二.png', '三.png'].map((name) => picture(name, 300, 200)))
  await expect(before.page.getByRole('button', { name: /^删掉/ })).toHaveCount(3)
  await before.page.getByRole('switch').check()
  await before.page.getByRole('checkbox').check()
  await before.page.getByRole('button', { name: '放进待发送' }).click()
  await expect(before.page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await before.kill()

  const { page: own } = await openPhone(profile)
  await own.goto(`${bureau.base}/me`)
  await expect(own.getByRole('heading', { name: '附件都收到了' })).toBeVisible({ timeout: 60_000 })
  await own.locator('a.case').first().click()
  await expect(own).toHaveURL(/\/letters\/ZX-/)
  const address = own.url()
  await own.goto(`${address}/receipt`)
  await expect(own.getByText('最晚答复', { exact: true })).toBeVisible()
  const { number, code } = await readReceipt(own)

  // three people at the desk
  const at = async (account: string) => {
    const page = await atDesk(browser, bureau, account)
    await page.getByRole('link', { name: new RegExp(title) }).click()
    return page
  }
  const clerk = await at('clerk')
  await clerk.getByLabel('分给').selectOption({ label: '价格统计科' })
  await clerk.getByRole('button', { name: '分给价格统计科' }).click()
  await expect(clerk.getByText('价格统计科').filter({ visible: true }).first()).toBeVisible()
  const handler = await at('handler.prices')
  const submit = async (reply: string): Promise<void> => {
    await handler.getByLabel('答复正文').fill(reply)
    await handler.getByRole('button', { name: '送签发' }).click()
    await expect(handler.getByRole('button', { name: '送签发' })).toHaveCount(0)
  }
  await expect(
    handler
      .getByRole('img', { name: /一|二|三/ })
      .or(handler.getByText('一.png'))
      .first()
  ).toBeVisible()
  await submit(firstReply)
  const head = await at('head.prices')
  const sign = async (): Promise<void> => {
    await head.getByRole('button', { name: '签发…' }).click()
    await head.getByRole('button', { name: '签发，发给写信人' }).click()
    await expect(head.getByRole('button', { name: '签发…' })).toHaveCount(0)
  }
  await sign()

  // on another phone, by number and code; followed up there, and answered again
  const other = await phone(browser)
  await other.goto(`${bureau.base}/letters/find?number=${number}`)
  await other.getByLabel(/^查询码/).fill(code)
  await other.getByRole('button', { name: '查', exact: true }).click()
  await expect(other.getByText(firstReply)).toBeVisible()
  await other.getByRole('textbox', { name: /接着问/ }).fill(followUp)
  await other.getByRole('button', { name: '发送', exact: true }).click()
  await expect(other.getByText('追问还剩 15 个工作日')).toBeVisible({ timeout: 40_000 })
  await handler.reload()
  await expect(handler.getByText(followUp)).toBeVisible()
  await submit(secondReply)
  await head.reload()
  await sign()
  await other.reload()
  await expect(other.getByText(secondReply)).toBeVisible()
  await other.getByRole('radio', { name: '非常满意' }).check()
  await other.getByRole('button', { name: '提交评价' }).click()
  await expect(other.getByText('您的评价：非常满意')).toBeVisible()

  // published by two people, and seen by anybody
  await handler.reload()
  await handler.getByRole('button', { name: '就用这一份，请人批准' }).click()
  await expect(handler.getByText(/等另一位同事批准/)).toBeVisible()
  await head.reload()
  await head.getByRole('button', { name: '批准公开…' }).click()
  await head.getByRole('button', { name: '批准，现在公开' }).click()
  await expect(head.getByRole('link', { name: '看公开的页面' })).toBeVisible()
  const stranger = await phone(browser)
  await stranger.goto(`${bureau.base}/answers`)
  await stranger.getByRole('link', { name: new RegExp(title) }).click()
  await expect(stranger.getByText(secondReply)).toBeVisible()
  await expect(stranger.getByText('非常满意')).toBeVisible()
  await stranger.goto(`${bureau.base}/letters/new`)
  await formReady(stranger)
  await stranger.getByLabel(/^标题/).fill('送外卖平台的收入怎么统计')
  await expect(stranger.getByRole('link', { name: new RegExp(title) })).toBeVisible()
  await own.goto(address)
  await expect(own.getByText(secondReply)).toBeVisible()
})
