/** Word of a letter and of a booking: asked for on its page, sent to a real mail server, ended from the mail. */
import { cleanUp, freePort, startServer } from '../proofs/server.ts'
import { startMailServer, type MailServer } from '../server/mail-server.ts'
import { demoDay, freshPhone, openForm } from './booking-stage.ts'
import { atDesk, test as base, expect, findings, phone, sendLetter, write } from './bureau.ts'
import { sendAs } from './open-day-stage.ts'

const test = base.extend<object, { mail: MailServer }>({
  mail: [
    async ({}, use) => {
      const mail = await startMailServer()
      await use(mail)
      await mail.stop()
    },
    { scope: 'worker' }
  ],
  bureau: [
    async ({ mail }, use) => {
      const port = await freePort()
      const settings = {
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        MAIL_FROM: 'no-reply@example.gov.cn'
      }
      const server = await startServer({ port, settings })
      const passwordOf = (account: string): string =>
        server.accounts.find((one) => one.account === account)?.password ?? ''
      await use({ base: server.base, server, passwordOf })
      await cleanUp()
    },
    { scope: 'worker', timeout: 120_000 }
  ]
})

const address = 'xu.dashan@mail.example.com'
const title = '菜价里算不算网上买的菜'

test('who asked for it gets mail when the answer is there, finds the letter by it, and ends it with one press @whole', async ({
  browser,
  bureau,
  mail
}) => {
  test.setTimeout(300_000)
  const citizen = await phone(browser)
  await citizen.goto(`${bureau.base}/letters/new`)
  await write(citizen, title, '超市和网上的价格差很多，统计的时候两边都算吗？')
  await citizen.getByLabel(/^邮箱/).fill(address)
  const { number, code } = await sendLetter(citizen)
  await citizen.goto(`${bureau.base}/letters/${number}`)
  const byMail = citizen.getByRole('switch', { name: /发邮件/ })
  await expect(byMail).not.toBeChecked()
  await expect(citizen.getByText('发到 x***@mail.example.com，打开就生效')).toBeVisible()
  await byMail.click()
  await expect(byMail).toBeChecked()
  await expect(citizen.getByText('发到 x***@mail.example.com，中文')).toBeVisible()
  expect(await findings(citizen)).toEqual([])
  // another address is typed in a sheet, and one that nothing can be sent to is told there
  await citizen.getByRole('button', { name: '换地址或语言' }).click()
  await citizen.getByLabel('邮箱').fill('nobody')
  await citizen.getByRole('button', { name: '保存' }).click()
  await expect(citizen.getByRole('alert')).toContainText('看看有没有写错')
  expect(await findings(citizen)).toEqual([])
  await citizen.getByLabel('邮箱').fill('')
  await citizen.getByRole('button', { name: '保存' }).click()
  await expect(citizen.getByRole('dialog')).toHaveCount(0)
  await citizen.goto(`${bureau.base}/privacy`)

  const opened = async (account: string) => {
    const page = await atDesk(browser, bureau, account)
    await page.getByRole('link', { name: new RegExp(title) }).click()
    return page
  }
  const clerk = await opened('clerk')
  await clerk.getByLabel('分给').selectOption({ label: '价格统计科' })
  await clerk.getByRole('button', { name: '分给价格统计科' }).click()
  await expect(clerk.getByRole('button', { name: '分给价格统计科' })).toHaveCount(0)
  const handler = await opened('handler.prices')
  await handler.getByLabel('答复正文').fill('网上和实体店的价格都采集，按成交多少确定各占多少。')
  await handler.getByRole('button', { name: '送签发' }).click()
  await expect(handler.getByRole('button', { name: '送签发' })).toHaveCount(0)
  const head = await opened('head.prices')
  await head.getByRole('button', { name: '签发…' }).click()
  await head.getByRole('button', { name: '签发，发给写信人' }).click()
  await expect(head.getByText('发出的答复')).toBeVisible()

  const told = () => mail.mails.find(({ headers }) => headers['subject'] === `您的咨询 ${number} 已经答复`)
  await expect.poll(told, { timeout: 120_000, intervals: [1000] }).toBeDefined()
  const { text = '', to = [] } = told() ?? {}
  expect(to).toEqual([address])
  for (const secret of [title, '网上和实体店', code]) expect(text).not.toContain(secret)
  const [, link = ''] = /^(http:\S+\/letters\/\S+)$/m.exec(text) ?? []
  const [, stop = ''] = /(http:\S+\/notices\/\S+)/.exec(text) ?? []

  // on the phone that sent it the case is marked until it is opened
  const marked = citizen.getByRole('link', { name: new RegExp(`有进展.*${title}`) })
  await expect(async () => {
    // a copy that was read just now is not read again
    await citizen.goto(`${bureau.base}/`)
    await expect(marked).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 60_000 })
  await citizen.goto(link)
  await expect(citizen.getByText('网上和实体店的价格都采集')).toBeVisible()
  await citizen.goto(`${bureau.base}/me`)
  await expect(citizen.getByRole('link', { name: new RegExp(title) })).toBeVisible()
  await expect(citizen.getByText('有进展', { exact: true })).toHaveCount(0)

  // elsewhere the link asks for the code
  const elsewhere = await phone(browser)
  await elsewhere.goto(link)
  await expect(elsewhere.getByLabel(/^编号/)).toHaveValue(number)
  await elsewhere.getByLabel(/^查询码/).fill(code)
  await elsewhere.getByRole('button', { name: '查' }).click()
  await expect(elsewhere.getByText('网上和实体店的价格都采集')).toBeVisible()

  // the way out needs neither code nor JavaScript
  const plain = await phone(browser, { javaScriptEnabled: false })
  await plain.goto(stop)
  await expect(plain.getByText(number)).toBeVisible()
  await plain.getByRole('button', { name: '不再接收' }).click()
  await expect(plain.getByRole('heading', { name: '不会再发给您了。' })).toBeVisible()
  await citizen.goto(`${bureau.base}/letters/${number}`)
  await expect(byMail).not.toBeChecked()
  await plain.getByRole('button', { name: '还是继续发给我' }).click()
  await expect(plain.getByRole('button', { name: '不再接收' })).toBeVisible()
  const seen = await phone(browser)
  await seen.goto(stop)
  expect(await findings(seen)).toEqual([])
})

test('the desk changes a text and sets where the own digest goes @whole', async ({ browser, bureau }) => {
  const registry = await atDesk(browser, bureau, 'registry')
  await registry.goto(`${bureau.base}/desk/notices`)
  await expect(registry.getByText('已接通')).toBeVisible()
  expect(await findings(registry)).toEqual([])
  await registry.getByRole('button', { name: /已答复，中文邮件/ }).click()
  await registry.getByLabel('内容').fill('您写的“{title}”有答复了：{link}')
  await expect(registry.getByLabel('预览')).toContainText('/letters/ZX-2026-000000')
  await registry.getByRole('button', { name: '存下，以后这样发' }).click()
  await expect(registry.getByText('“{title}”填不进内容')).toBeVisible()
  expect(await findings(registry)).toEqual([])
  await registry.getByLabel('内容').fill('您的{kind} {number} 有答复了：{link}')
  await registry.getByRole('button', { name: '存下，以后这样发' }).click()
  await expect(registry.getByRole('dialog')).toHaveCount(0)
  await expect(registry.getByText(/改$/).first()).toBeVisible()

  const handler = await atDesk(browser, bureau, 'handler.prices')
  await handler.goto(`${bureau.base}/desk/account`)
  await handler.getByLabel('邮箱').fill('handler@example.gov.cn')
  await handler.getByRole('button', { name: '存下' }).click()
  await expect(handler.getByText('正在发到这个邮箱。')).toBeVisible()
  expect(await findings(handler)).toEqual([])
  await handler.getByRole('button', { name: '不再发，删掉地址' }).click()
  await expect(handler.getByLabel('邮箱')).toHaveValue('')
})

test('who booked is told at the address given on the ticket’s own page, and nowhere once it is turned off @whole', async ({
  browser,
  bureau,
  mail
}) => {
  test.setTimeout(240_000)
  const { id, slots } = await demoDay(bureau)
  const page = await phone(browser)
  const book = async (mailTo: string): Promise<string> => {
    await openForm(page, bureau.base, id, slots[1].id)
    await page.getByLabel('手机').fill(freshPhone())
    await page.getByLabel(/^邮箱/).fill(mailTo)
    await page.getByRole('checkbox', { name: /我看过/ }).check()
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await expect(page).toHaveURL(/\/bookings\/KF-/)
    return /KF-\d{4}-\d+/.exec(page.url())?.[0] ?? ''
  }
  await book('quiet@mail.example.com')
  const byMail = page.getByRole('switch', { name: /发邮件/ })
  await expect(byMail).toBeChecked()
  await expect(page.getByText('发到 q***@mail.example.com，中文')).toBeVisible()
  // to the end of the page, so that its foot lies over nothing that is looked at
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }))
  expect(await findings(page)).toEqual([])
  await byMail.click()
  await expect(byMail).not.toBeChecked()
  const number = await book('first@mail.example.com')
  await page.getByRole('button', { name: '换地址或语言' }).click()
  await page.getByLabel('邮箱').fill('second@mail.example.com')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('发到 s***@mail.example.com，中文')).toBeVisible()

  const clerk = await atDesk(browser, bureau, 'clerk')
  await sendAs(clerk, bureau.base)('POST', `/desk/slots/${slots[1].id}/cancellation`, { reason: '讲解员生病' })
  const told = () => mail.mails.filter(({ headers }) => headers['subject']?.includes('这一场取消了'))
  await expect.poll(told, { timeout: 120_000, intervals: [1000] }).toHaveLength(1)
  expect(told()[0]?.to).toEqual(['second@mail.example.com'])
  expect(told()[0]?.text).toContain(number)
})
