/** A clerk with forty open cases: a view is saved, ten are assigned at once while somebody else works on two, and it is printed. */
import { act, sendLetter, signIn as enter } from '../proofs/caller.ts'
import { atDesk, expect, findings, openBureau, test, type Bureau } from './bureau.ts'

// forty letters more would push the letters of other journeys off the first page of the queue
let bureau: Bureau
test.beforeAll(async () => {
  test.setTimeout(120_000)
  bureau = await openBureau()
})
test.afterAll(async () => {
  await bureau.server.stop()
})

test('ten of forty are assigned at once; the two that a colleague was quicker with are named, and stay as they are @whole', async ({
  browser
}) => {
  // forty letters and the work on them
  test.setTimeout(180_000)
  const numbers: string[] = []
  const ids: string[] = []
  for (let n = 1; n <= 40; n += 1) {
    const letter = await sendLetter(bureau.base, { title: `蔬菜价格第 ${n} 问`, text: '请问蔬菜价格怎么采集？' })
    numbers.push(letter.number)
    ids.push(letter.id)
  }
  const desk = await atDesk(browser, bureau, 'clerk')
  await desk.getByRole('searchbox').fill('蔬菜价格')
  await expect(desk.locator('.list li')).toHaveCount(40)
  await desk.getByText('筛选和顺序').click()
  await desk.getByLabel('来源').selectOption({ label: '网站' })
  await desk.getByLabel('顺序').selectOption({ label: '先来的在上' })
  await expect(desk.locator('.list li')).toHaveCount(40)

  await desk.getByRole('button', { name: '存为视图' }).click()
  await desk.getByLabel('名字', { exact: true }).fill('蔬菜')
  await desk.getByRole('button', { name: '存下', exact: true }).click()
  await desk.getByRole('button', { name: '好了' }).click()
  const view = desk.getByRole('link', { name: /^蔬菜 40/ })
  await expect(view).toBeVisible()
  await desk.goto(`${bureau.base}/desk/letters`)
  await view.click()
  await expect(desk.locator('.list li')).toHaveCount(40)
  expect(await findings(desk)).toEqual([])

  // by keyboard: the first one, and on to the tenth
  await desk.locator('.list a').first().focus()
  for (let n = 0; n < 10; n += 1) {
    await desk.keyboard.press('x')
    await desk.keyboard.press('j')
  }
  await expect(desk.getByText('选了 10 件')).toBeVisible()

  const chosen = await desk
    .locator('.list li:has(input:checked) a')
    .evaluateAll((lines) => lines.map((line) => (line as HTMLElement).dataset['letter'] ?? ''))
  expect(chosen).toHaveLength(10)
  const colleague = await enter(bureau.base, 'registry', bureau.passwordOf('registry'))
  for (const id of chosen.slice(0, 2)) await act(bureau.base, colleague, colleague, id, 'POST', 'acceptance')

  await desk.getByLabel('分给哪个科室').selectOption({ label: '价格统计科' })
  await desk.getByRole('button', { name: '都分给价格统计科' }).click()
  await expect(desk.getByText('分给价格统计科：8 件办了，2 件没办。')).toBeVisible()
  await expect(desk.getByText('刚被别人办过，看看现在怎样再办')).toHaveCount(2)
  await expect(desk.getByText('选了 2 件')).toBeVisible()
  expect(await findings(desk)).toEqual([])

  // the list has them as they are now: asked for again they go as well, and none twice
  await desk.getByRole('button', { name: '都分给价格统计科' }).click()
  await expect(desk.getByText('分给价格统计科：2 件办了。')).toBeVisible()

  await desk.getByRole('link', { name: '打印清单' }).click()
  await expect(desk.getByRole('heading', { name: '来信清单' })).toBeVisible()
  await expect(desk.getByRole('row')).toHaveCount(41)
  expect(await findings(desk)).toEqual([])
  const list = await desk.pdf({ preferCSSPageSize: true })
  expect(list.subarray(0, 5).toString()).toBe('%PDF-')

  await desk.goto(`${bureau.base}/desk/print/letters/${ids[0]}`)
  await expect(desk.getByRole('heading', { name: '蔬菜价格第 1 问' })).toBeVisible()
  await expect(desk.getByText(numbers[0] ?? '')).toBeVisible()
  expect(await findings(desk)).toEqual([])
  await desk.emulateMedia({ media: 'print' })
  await expect(desk.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(desk.getByRole('navigation', { name: '工作台' })).toBeHidden()
})

test('a telephone number is looked for without standing in the address @whole', async ({ browser, bureau }) => {
  await sendLetter(bureau.base, { title: '留了电话的一封', contact: { phone: '13800009999' } })
  const desk = await atDesk(browser, bureau, 'clerk')
  await desk.getByRole('searchbox').fill('13800009999')
  await expect(desk.getByText('留下这个电话或邮箱的信，新来的在上。')).toBeVisible()
  await expect(desk.getByRole('link', { name: /留了电话的一封/ })).toBeVisible()
  expect(desk.url()).not.toContain('13800009999')
  await desk.getByRole('button', { name: '回列表' }).click()
  await expect(desk.getByText('留下这个电话或邮箱的信，新来的在上。')).toBeHidden()
})
