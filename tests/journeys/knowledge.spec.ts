/** What was answered once becomes question and answer for everybody, and the next who asks it is shown it. */
import { atDesk, expect, findings, formReady, phone, test } from './bureau.ts'

test.use({ actionTimeout: 20_000 })

test('a letter that was answered becomes an entry, another person approves it, the next who asks is shown it and says that it helped @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(240_000)
  const clerk = await atDesk(browser, bureau, 'clerk')
  await clerk.goto(`${bureau.base}/desk/letters?state=answered`)
  await clerk
    .getByRole('link', { name: /统计年鉴/ })
    .first()
    .click()
  await clerk.getByRole('link', { name: '做成问答' }).click()
  const title = clerk.getByLabel(/^问题/)
  await expect(title).toHaveValue(/统计年鉴/)
  await expect(clerk.getByLabel('答案')).not.toHaveValue('')
  await title.fill('琉璃厂旧年鉴哪里借得到')
  await clerk.getByLabel(/^别的问法/).fill('琉璃厂的老年鉴能借吗')
  expect(await findings(clerk)).toEqual([])
  await clerk.getByRole('button', { name: '存下，请人批准' }).click()
  await expect(clerk.getByRole('status').filter({ hasText: '等另一位同事批准' })).toBeVisible()
  await expect(clerk.getByText('这一版是您存的，要由另一位同事批准。')).toBeVisible()
  await expect(clerk.getByRole('button', { name: '批准，现在公开' })).toBeDisabled()

  const registry = await atDesk(browser, bureau, 'registry')
  await registry.goto(`${bureau.base}/desk/knowledge?show=waiting`)
  await registry.getByRole('link', { name: /琉璃厂旧年鉴/ }).click()
  await registry.getByRole('button', { name: '批准，现在公开' }).click()
  await expect(registry.getByRole('link', { name: '看公开的页面' })).toBeVisible()

  const citizen = await phone(browser)
  await citizen.goto(`${bureau.base}/letters/new`)
  await formReady(citizen)
  await citizen.getByLabel(/^标题/).fill('琉璃厂老年鉴怎么借')
  await citizen.getByRole('link', { name: /琉璃厂旧年鉴哪里借得到/ }).click()
  await expect(citizen.getByText('琉璃厂的老年鉴能借吗')).toBeVisible()
  expect(await findings(citizen)).toEqual([])
  await citizen.getByRole('button', { name: '有用', exact: true }).click()
  await expect(citizen.getByText('记下了，谢谢。')).toBeVisible()
  await citizen.reload()
  await expect(citizen.getByText('1 人说有用')).toBeVisible()

  // the same pages without a script
  const plain = await phone(browser, { javaScriptEnabled: false })
  await plain.goto(`${bureau.base}/answers?kind=entry&words=${encodeURIComponent('琉璃厂')}`)
  await plain.getByRole('link', { name: /琉璃厂旧年鉴哪里借得到/ }).click()
  await expect(plain.getByText('琉璃厂的老年鉴能借吗')).toBeVisible()
  await expect(plain).toHaveTitle(/琉璃厂旧年鉴哪里借得到/)
})
