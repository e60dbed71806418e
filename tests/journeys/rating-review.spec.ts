import { act, ask, sendLetter, signInAs } from '../proofs/caller.ts'
import { atDesk, expect, findings, phone, test } from './bureau.ts'

const question = {
  title: '记账户能不能自己报名',
  text: '楼上邻居家被选去记账，我们家能不能自己报名？',
  contact: { phone: '13700000007' }
}

test('a bad rating is called back about, decided and told by somebody who did not answer, with the keyboard alone @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const { base, server } = bureau
  const letter = await sendLetter(base, question)
  const registry = await signInAs(server, 'registry')
  const offices = (await ask(base, 'GET', '/desk/offices', { session: registry })).body as {
    id: string
    name: string
  }[]
  const officeId = offices.find(({ name }) => name === '住户调查科')!.id
  await act(base, registry, registry, letter.id, 'POST', 'assignment', { officeId })
  const handler = await signInAs(server, 'handler.households')
  await act(base, handler, handler, letter.id, 'PUT', 'draft', { text: '不能自己报名。' })
  await act(base, handler, handler, letter.id, 'POST', 'submission')
  const head = await signInAs(server, 'head.households')
  await act(base, head, head, letter.id, 'POST', 'signature')

  const page = await phone(browser)
  await page.goto(`${base}/letters/find?number=${letter.number}`)
  await page.getByLabel(/^查询码/).fill(letter.code)
  await page.getByRole('button', { name: '查', exact: true }).click()
  await page.getByRole('radio', { name: '不满意', exact: true }).check()
  await page.getByRole('checkbox', { name: '看不明白' }).check()
  await page.getByRole('button', { name: '提交评价' }).click()
  const told = page.getByRole('region', { name: '差评复核' })
  await expect(told).toContainText('没有办这件事的人会复核您的评价')
  expect(await findings(page)).toEqual([])

  // who answered sees that it is another's
  const answerer = await atDesk(browser, bureau, 'head.households')
  await answerer.goto(`${base}/desk/reviews`)
  await answerer.getByRole('link', { name: question.title }).click()
  await expect(answerer.getByText('您起草或签发过这次答复')).toBeVisible()
  await expect(answerer.getByRole('textbox')).toHaveCount(0)

  const desk = await atDesk(browser, bureau, 'registry')
  await desk.goto(`${base}/desk/alerts`)
  await desk
    .getByRole('link', { name: /收到差评，要复核/ })
    .first()
    .press('Enter')
  await expect(desk.getByRole('heading', { name: question.title })).toBeFocused()
  expect(await findings(desk)).toEqual([])
  // nothing is chosen beforehand but the only way that was left
  await expect(desk.getByRole('radio', { name: '电话' })).toBeChecked()
  await desk.getByRole('button', { name: '记下回访' }).press('Enter')
  await expect(desk.getByRole('textbox', { name: '说了什么' })).toBeFocused()
  await desk.keyboard.type('写信人说太短，看不明白。')
  await desk.getByRole('button', { name: '记下回访' }).press('Enter')
  await expect(desk.getByText(/回访（电话，/)).toBeVisible()

  await desk.getByRole('button', { name: '定下' }).press('Enter')
  await expect(desk.getByText('选一种')).toBeVisible()
  await desk.getByRole('radio', { name: /列入台账限期整改/ }).press('Space')
  await desk.getByLabel('到哪天改好').fill('2030-12-31')
  await desk.getByRole('textbox', { name: '理由' }).fill('答复写得太短，要重写常见问题。')
  expect(await findings(desk)).toEqual([])
  await desk.getByRole('button', { name: '定下' }).press('Enter')
  await expect(desk.getByText(/处理：列入台账限期整改/)).toBeVisible()
  await page.reload()
  await expect(told).toContainText('没有办这件事的人会复核您的评价')

  await desk.getByRole('textbox', { name: '给写信人的话' }).fill('这类答复会写得细一些。')
  await desk.getByRole('button', { name: '反馈，结束复核' }).press('Enter')
  await expect(desk.getByText('列入台账，2030-12-31 前改好')).toBeVisible()
  await page.reload()
  await expect(told).toContainText('列入台账，2030年12月31日前改好。')
  await expect(told).toContainText('统计局的话：这类答复会写得细一些。')
  await expect(page.getByText('太短，要重写常见问题')).toHaveCount(0)

  await desk.goto(`${base}/desk/reviews?which=ledger`)
  await expect(desk.getByRole('link', { name: question.title })).toBeVisible()
  expect(await findings(desk)).toEqual([])
})
