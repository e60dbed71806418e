/** Own data: seen, taken along, deleted as soon as nobody needs it to reach its owner any more. */
import { readFile } from 'node:fs/promises'
import { wholeTextsInZip } from '#server/core/file-zip.ts'
import { atDesk, expect, phone, sendLetter, test, write } from './bureau.ts'

test('who wrote sees what is kept, takes it along, and has the contact deleted once the letter is withdrawn', async ({
  browser,
  bureau
}) => {
  const telephone = '13900007261'
  const title = '我的资料能不能带走'
  const page = await phone(browser, { acceptDownloads: true })
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, title, '想看看你们存了我的什么，办完以后能不能删。')
  await page.getByLabel(/^电话/).fill(telephone)
  const { number } = await sendLetter(page)

  const desk = await atDesk(browser, bureau, 'clerk')
  await desk.goto(`${bureau.base}/desk/letters`)
  await desk.locator('.list a', { hasText: title }).click()
  await expect(desk.locator('article')).toContainText(telephone)

  await page.goto(`${bureau.base}/letters/${number}`)
  await page.getByRole('link', { name: /我的资料/ }).click()
  await expect(page.getByText(telephone)).toBeVisible()
  await expect(page.getByText('办结 6 个月后自动删除。')).toBeVisible()
  await expect(page.getByText(/还在办理，要靠它联系您，现在不能删/)).toBeVisible()
  await expect(page.getByRole('button', { name: '现在删除联系方式' })).toHaveCount(0)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出' }).click()
  ])
  expect(download.suggestedFilename()).toBe(`${number}.zip`)
  const taken = [...wholeTextsInZip(await readFile(await download.path()), 1_000_000)].join('\n')
  for (const own of [telephone, title, '办完以后能不能删']) expect(taken).toContain(own)

  await page.getByRole('link', { name: '去这件事里撤回' }).click()
  await page.getByRole('button', { name: '撤回', exact: true }).click()
  await page.getByRole('button', { name: '撤回这件事' }).click()
  await expect(page.getByText('这件事已经撤回，不再办理。')).toBeVisible()
  await page.getByRole('link', { name: /我的资料/ }).click()
  await page.getByRole('button', { name: '现在删除联系方式' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '先留着' }).click()
  await expect(page.getByText(telephone)).toBeVisible()
  await page.getByRole('button', { name: '现在删除联系方式' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await expect(page.getByText(/^已于 .*删除，找不回来。$/)).toBeVisible()
  await expect(page.getByText(telephone)).toHaveCount(0)

  await desk.reload()
  await expect(desk.locator('article')).toContainText('已按规定删除')
  await expect(desk.locator('article')).not.toContainText(telephone)
  // the letter itself stays, and its holder goes on seeing it
  await page.goto(`${bureau.base}/letters/${number}`)
  await expect(page.getByText('想看看你们存了我的什么，办完以后能不能删。')).toBeVisible()
})
