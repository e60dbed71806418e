import { act, ask, sendLetter, sendLetterWithFile, signInAs } from '../proofs/caller.ts'
import { expect, findings, phone, test } from './bureau.ts'
import { answer, answered, assign, everythingKept, look, question } from './case-stage.ts'

test('a follow-up is kept while it is written, waits with no network, can be changed, and starts a new limit', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await expect(page.getByText('已答复', { exact: true }).first()).toBeVisible()
  const box = page.getByRole('textbox', { name: /接着问/ })
  await box.fill('那抽中一次要记多久？')
  await expect(page.getByText(/^存在这台手机，/)).toBeVisible()
  await page.reload()
  await expect(box).toHaveValue('那抽中一次要记多久？')

  await page.context().setOffline(true)
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('待发送，连上网会自动发出')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: '改一改' }).click()
  await expect(box).toHaveValue('那抽中一次要记多久？')
  await box.fill('那抽中一次要记一年吗？')
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('待发送，连上网会自动发出')).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText('追问还剩 15 个工作日')).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText('那抽中一次要记一年吗？')).toHaveCount(1)

  // the first round is folded, and there to be read
  await expect(page.getByText(answer)).toBeHidden()
  await page.getByText('第一次答复：当天').click()
  await expect(page.getByText(answer)).toBeVisible()
})

test('a question of the bureau is answered in the case, and the limit is the same as before', async ({
  browser,
  bureau
}) => {
  const { base, server } = bureau
  const letter = await sendLetter(base, question)
  const handler = await assign(server, letter)
  await act(base, handler, handler, letter.id, 'POST', 'questions', { text: '请问您家在哪个区？' })
  const page = await phone(browser)
  await look(page, base, letter)
  await expect(page.getByText('请问您家在哪个区？')).toBeVisible()
  await expect(page.getByText('答复期限照常算，不会停')).toBeVisible()
  await page.getByRole('textbox', { name: /回答统计局/ }).fill('在城东区。')
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await expect(page.getByText('在城东区。')).toBeVisible()
  await expect(page.getByText('待发送')).toHaveCount(0)
  await expect(page.getByText('还剩 15 个工作日', { exact: true })).toBeVisible()
})

test('an answer is rated, the two lowest grades give a reason, and a lost answer to the rating rates no second time @whole', async ({
  browser,
  bureau
}) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  for (const grade of await page.getByRole('radio').all()) await expect(grade).not.toBeChecked()
  await page.getByRole('radio', { name: '不满意', exact: true }).check()
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('选一项理由')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('checkbox', { name: '看不明白' }).check()

  await page.context().setOffline(true)
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('现在没有网络。')).toBeVisible()
  await page.context().setOffline(false)
  let tries = 0
  await page.route('**/api/letters/*/rating', async (route) => {
    tries += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('您的评价：不满意')).toBeVisible()
  expect(tries).toBe(1)
  await page.unroute('**/api/letters/*/rating')
  await page.getByRole('button', { name: '改评价' }).click()
  await page.getByRole('radio', { name: '基本满意' }).check()
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('您的评价：基本满意')).toBeVisible()
})

test('a letter is withdrawn after one more question, and says so @whole', async ({ browser, bureau }) => {
  const letter = await sendLetter(bureau.base, question)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await expect(page.getByText(/起可以催办一次/)).toBeVisible()
  await page.getByRole('button', { name: '撤回', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: '撤回这件事' }).click()
  await expect(page.getByText('这件事已经撤回，不再办理。')).toBeVisible()
  await expect(page.getByRole('button', { name: '撤回', exact: true })).toHaveCount(0)
  await expect(page.locator('#page-title')).toBeFocused()
})

test('consent to publish is given and taken back @whole', async ({ browser, bureau }) => {
  const letter = await sendLetter(bureau.base, question)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  const consent = page.getByRole('switch', { name: /公开这次问答/ })
  await expect(consent).not.toBeChecked()
  await consent.click()
  await expect(consent).toBeChecked()
  await page.reload()
  await expect(consent).toBeChecked()
  await consent.click()
  await expect(consent).not.toBeChecked()
})

test('a picture that was sent is seen by who holds the letter @whole', async ({ browser, bureau }) => {
  const letter = await sendLetterWithFile(bureau.base)
  const page = await phone(browser)
  await page.goto(`${bureau.base}/letters/find?number=${letter.number}`)
  await page.getByLabel(/^查询码/).fill(letter.code)
  await page.getByRole('button', { name: '查', exact: true }).click()
  await page.getByRole('button', { name: '看 图.png' }).click()
  const picture = page.getByRole('img', { name: '附件图片：图.png' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  expect(await findings(page)).toEqual([])
})

test('on a phone that is not one’s own a letter is read and followed up, and nothing of it is kept', async ({
  browser,
  bureau
}) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter, true)
  const box = page.getByRole('textbox', { name: /接着问/ })
  await box.fill('这句话不留在别人的手机上。')
  await box.blur()
  // longer than the pause after which a message is kept on an own phone
  await page.waitForTimeout(1500)
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('追问还剩 15 个工作日')).toBeVisible()
  const kept = await everythingKept(page)
  for (const secret of [letter.code, letter.number, question.text, answer, '这句话不留'])
    expect(kept).not.toContain(secret)
  await page.getByRole('button', { name: '看完了，关掉' }).click()
  await page.goto(`${bureau.base}/letters/${letter.number}`)
  await expect(page.getByLabel(/^查询码/)).toBeVisible()
  await expect(page.getByText(question.text)).toHaveCount(0)

  // the same look on an own phone is kept: what the test above looks into is the right place
  const own = await phone(browser)
  await look(own, bureau.base, letter)
  expect(await everythingKept(own)).toContain(letter.code)
})

test('the receipt is saved as a picture @whole', async ({ browser, bureau }) => {
  const letter = await sendLetter(bureau.base, question)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await page.goto(`${bureau.base}/letters/${letter.number}/receipt`)
  await page.getByRole('button', { name: '存成图片' }).click()
  await expect(page.getByText('谁有这张图，谁就能看这件事。')).toBeVisible()
  expect(await findings(page)).toEqual([])
  const picture = page.getByRole('img', { name: new RegExp(letter.number) })
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(720)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: '存到手机' }).click()
  const saved = await downloading
  expect(saved.suggestedFilename()).toBe(`回执-${letter.number}.png`)
  expect(saved.suggestedFilename()).not.toContain(letter.code)
})

const variants = [
  { name: 'dark', prefix: '', options: { colorScheme: 'dark' }, elder: false },
  { name: 'in elder view', prefix: '', options: {}, elder: true },
  { name: '320 wide', prefix: '', options: { viewport: { width: 320, height: 640 } }, elder: false },
  {
    name: '320 wide in English and elder view',
    prefix: '/en',
    options: { viewport: { width: 320, height: 640 } },
    elder: true
  }
] as const

test('an answered case, one with a question and one that was transferred are clean in every view @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(180_000)
  const { server, base } = bureau
  const registry = await signInAs(server, 'registry')
  const transferred = await sendLetter(base, question)
  const { body } = await ask(base, 'GET', '/desk/departments', { session: registry })
  const housing = (body as { id: string; name: string }[]).find(({ name }) => name === '市住房和城乡建设局')
  await act(base, registry, registry, transferred.id, 'POST', 'transfer', {
    departmentId: housing!.id,
    reason: '租赁备案由该局负责。'
  })
  const asked = await sendLetter(base, question)
  const handler = await assign(server, asked)
  await act(base, handler, registry, asked.id, 'POST', 'questions', { text: '请问您家在哪个区？' })
  const letters = [await answered(server), asked, transferred]
  for (const { name, prefix, options, elder } of variants) {
    const page = await phone(browser, options)
    // tall enough that the bars at top and foot lie over nothing
    await page.setViewportSize({ width: page.viewportSize()!.width, height: 4000 })
    if (elder) {
      await page.goto(`${base}/`)
      await page.getByRole('button', { name: /长辈版/ }).click()
    }
    for (const letter of letters) {
      await page.goto(`${base}${prefix}/letters/find?number=${letter.number}`)
      await page.locator('#code').fill(letter.code)
      await page.locator('button[type="submit"]').click()
      await expect(page.locator('.thread')).toBeVisible()
      const lowest = page.getByRole('radio').last()
      if ((await lowest.count()) > 0) {
        await lowest.check()
        await page.getByRole('button', { name: /提交评价|Send rating/ }).click()
        await expect(page.locator('#rate-fault')).toBeVisible()
      }
      expect(await findings(page), `${name}, ${letter.number}`).toEqual([])
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
      expect(over, `${name}, ${letter.number} runs over the edge`).toBeLessThanOrEqual(0)
    }
  }
})
