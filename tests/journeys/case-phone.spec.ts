/** What the phone keeps of a case, and what it does not: words that were written stay, what is private goes with the case. */
import type { Page } from '@playwright/test'
import { sendLetter } from '../proofs/caller.ts'
import { expect, findings, phone, test } from './bureau.ts'
import { answer, answered, everythingKept, look, question } from './case-stage.ts'

/** How long a reading is on its way before its answer is let through. */
const slowMs = 3000

/** Lets the first reading through and the later ones only after a while. */
const slowAfterFirst = async (page: Page, address: string): Promise<void> => {
  let readings = 0
  await page.route(address, async (route) => {
    if (++readings > 1) await new Promise((resolve) => setTimeout(resolve, slowMs))
    await route.continue()
  })
}

test('a letter that was left on somebody else’s phone while it was being read anew is not kept there @whole', async ({
  browser,
  bureau
}) => {
  const letter = await sendLetter(bureau.base, question)
  const page = await phone(browser)
  const address = `**/api/letters/${letter.number}`
  await slowAfterFirst(page, address)
  await look(page, bureau.base, letter, true)
  const late = page.waitForResponse(address)
  await page.getByRole('button', { name: '看完了，关掉' }).click()
  await expect(page.getByLabel(/^查询码/)).toBeVisible()
  await (await late).finished()
  await page.waitForTimeout(500)
  const kept = await everythingKept(page)
  for (const secret of [letter.code, letter.number, question.text]) expect(kept).not.toContain(secret)
})

test('a case that was taken off the phone while it was being read anew does not come back @whole', async ({
  browser,
  bureau
}) => {
  const letter = await sendLetter(bureau.base, question)
  const page = await phone(browser)
  const address = `**/api/letters/${letter.number}`
  await slowAfterFirst(page, address)
  await look(page, bureau.base, letter)
  const late = page.waitForResponse(address)
  await page.getByRole('button', { name: '不在这台手机上留' }).click()
  await expect(page).toHaveURL(/\/me$/)
  await (await late).finished()
  await page.waitForTimeout(500)
  expect(await everythingKept(page)).not.toContain(letter.code)
})

test('what is dictated while a message is being sent is not thrown away with it @whole', async ({
  browser,
  bureau
}) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await page.route('**/api/letters/*/messages', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, slowMs))
    const response = await route.fetch()
    const sent = (await response.json()) as { acts: string[] }
    // a letter to which more may be written at once: the box stays
    await route.fulfill({ response, json: { ...sent, acts: [...sent.acts, 'followUp'] } })
  })
  await look(page, bureau.base, letter, true)
  const box = page.getByRole('textbox', { name: /接着问/ })
  await box.fill('第一句已经写好了。')
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(box).not.toBeEditable()
  // a keyboard that dictates ends its sentence in a box that takes no more keys
  await box.evaluate((field: HTMLTextAreaElement) => {
    field.value = '第一句已经写好了。第二句说到一半。'
    field.dispatchEvent(new Event('input'))
  })
  await expect(page.locator('.msg.mine').getByText('第一句已经写好了。')).toBeVisible()
  await expect(box).toBeEditable()
  await expect(box).toHaveValue('第一句已经写好了。第二句说到一半。')
})

test('what belongs to a case goes with it, and what waits to be sent only after a question @whole', async ({
  browser,
  bureau
}) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  const forget = page.getByRole('button', { name: '不在这台手机上留' })
  await page.getByRole('textbox', { name: /接着问/ }).fill('这句追问还没发出去。')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('待发送，连上网会自动发出')).toBeVisible()
  await forget.click()
  await expect(page.getByRole('dialog')).toContainText('还没发出')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: '先留着' }).click()
  expect(await everythingKept(page)).toContain('这句追问还没发出去。')
  await forget.click()
  await page.getByRole('button', { name: '都不留' }).click()
  await expect(page).toHaveURL(/\/me$/)
  const kept = await everythingKept(page)
  for (const secret of [letter.code, letter.number, question.text, '这句追问还没发出去。'])
    expect(kept).not.toContain(secret)
})

test('a follow-up that is half written goes with its case, after a question @whole', async ({ browser, bureau }) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await page.getByRole('textbox', { name: /接着问/ }).fill('写到一半的追问')
  await expect(page.getByText(/^存在这台手机，/)).toBeVisible()
  await page.getByRole('button', { name: '不在这台手机上留' }).click()
  await page.getByRole('button', { name: '都不留' }).click()
  await expect(page).toHaveURL(/\/me$/)
  await page.waitForTimeout(1000)
  const kept = await everythingKept(page)
  for (const secret of [letter.code, letter.number, '写到一半的追问']) expect(kept).not.toContain(secret)
})

test('the words beside a rating are there again after the page was closed, and gone once it was given @whole', async ({
  browser,
  bureau
}) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await page.getByRole('radio', { name: '不满意', exact: true }).check()
  await page.getByRole('checkbox', { name: '看不明白' }).check()
  const words = page.getByLabel('还想说什么（可不填）')
  await words.fill('哪一张表也没有说。')
  await expect.poll(async () => await everythingKept(page)).toContain('哪一张表也没有说。')
  await page.reload()
  await expect(words).toHaveValue('哪一张表也没有说。')
  await expect(page.getByRole('radio', { name: '不满意', exact: true })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: '看不明白' })).toBeChecked()
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('您的评价：不满意')).toBeVisible()
  await page.reload()
  await expect(page.getByText('您的评价：不满意')).toBeVisible()
  await expect(words).toHaveCount(0)
})

test('a follow-up that came too late can still be read and copied @whole', async ({ browser, bureau }) => {
  const letter = await answered(bureau.server)
  const page = await phone(browser)
  await look(page, bureau.base, letter)
  await page.route('**/api/letters/*/messages', async (route) => {
    await route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/state-forbids', title: '', status: 409, instance: 'x' })
    })
  })
  // as the bureau has it meanwhile: nothing may be written to it any more
  await page.route(`**/api/letters/${letter.number}`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...((await response.json()) as object), acts: [] } })
  })
  await page.getByRole('textbox', { name: /接着问/ }).fill('这句话来晚了一步。')
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.waitForTimeout(1000)
  await page.reload()
  await expect(page.getByText(answer)).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  const left = page.getByRole('region', { name: '没有发出去的话' })
  await expect(left).toContainText('这句话来晚了一步。')
  expect(await findings(page)).toEqual([])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await left.getByRole('button', { name: /复制/ }).click()
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe('这句话来晚了一步。')
  await left.getByRole('button', { name: '不要了' }).click()
  await expect(left).toHaveCount(0)
  expect(await everythingKept(page)).not.toContain('这句话来晚了一步。')
})
