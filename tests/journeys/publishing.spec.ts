/** A text goes from its author past four people to everybody, is corrected, and is taken away again. */
import type { Page } from '@playwright/test'
import { atDesk, expect, findings, test } from './bureau.ts'
import { picture } from './pictures.ts'

test.use({ actionTimeout: 20_000 })

const title = '居民消费价格调查管理办法'
const interpretationTitle = '《居民消费价格调查管理办法》解读'

/** As Word puts it on the clipboard, with a picture that can not come along. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head>
<body lang=ZH-CN><!--StartFragment--><h1 style='text-align:center'>第一章 总则<o:p></o:p></h1>
<p class=MsoNormal style='text-indent:21.0pt'><span style='font-size:16.0pt;font-family:仿宋'>第一条 为了规范居民消费价格调查，制定本办法。<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>调查点按季度核对；</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>价格由两人采集。</p>
<table class=MsoTableGrid border=1><tr><td><p>月份</p></td><td><p>指数</p></td></tr><tr><td><p>1月</p></td><td><p>100.3</p></td></tr><tr><td><p>2月</p></td><td><p>100.8</p></td></tr></table>
<p><img src="file:///C:/Users/a/1.png"></p><!--EndFragment--></body></html>`

const body = (page: Page) => page.getByRole('textbox', { name: /^正文/ })
const saved = async (page: Page): Promise<void> =>
  await expect(page.getByRole('status').filter({ hasText: /\d 已存$/ })).toBeVisible()

async function begin(page: Page, kind: string, column: string, name: string): Promise<string> {
  await page.getByRole('link', { name: /^草稿和退回/ }).click()
  await page.getByRole('button', { name: '写一篇' }).click()
  const dialog = page.getByRole('dialog', { name: '写一篇' })
  await dialog.getByLabel('写什么').selectOption({ label: kind })
  await dialog.getByLabel('栏目').selectOption(column)
  await dialog.getByLabel('标题').fill(name)
  await dialog.getByRole('button', { name: '开始写' }).click()
  await expect(page.getByRole('article', { name })).toBeVisible()
  await expect(body(page)).toBeVisible()
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Puts markup into the editor as a paste does. */
async function paste(page: Page, html: string): Promise<void> {
  await body(page).click()
  await body(page).evaluate((element, markup) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', markup)
    clipboardData.setData('text/plain', '字')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, html)
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '送审', exact: true }).click()
  await expect(page.getByRole('button', { name: '送审', exact: true })).toHaveCount(0)
}

/** Looks at everything that a person has to look at, and signs. */
async function sign(page: Page, name: string, button: RegExp): Promise<void> {
  await page.getByRole('link', { name: /^待我审签/ }).click()
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
  await expect(page.getByRole('article', { name })).toBeVisible()
  const pass = page.getByRole('button', { name: button })
  await expect(pass).toBeDisabled()
  for (const tick of await page
    .getByRole('group', { name: /请逐项看/ })
    .getByRole('checkbox')
    .all())
    await tick.check()
  await pass.click()
}

const fillPolicy = async (page: Page): Promise<void> => {
  await page.getByLabel('内容概述').fill('规定居民消费价格怎么调查。')
  await page.getByLabel('文号').fill('示统〔2026〕12号')
  await page.getByLabel('成文日期').fill('2026-11-20')
  await page.getByLabel('效力', { exact: true }).selectOption({ label: '现行有效' })
  await page.getByRole('radio', { name: '主动公开' }).check()
}

test('written from Word, signed by four, public, corrected with both versions, withdrawn @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(240_000)
  const registry = await atDesk(browser, bureau, 'registry')
  await registry.getByRole('link', { name: '栏目' }).click()
  await registry.getByRole('button', { name: '加栏目' }).click()
  await registry.getByRole('dialog').getByLabel('名称').fill('价格文件')
  await registry.getByLabel('地址里的名字').fill('price-documents')
  await registry.getByRole('button', { name: '加上' }).click()
  await expect(registry.getByText('价格文件', { exact: true })).toBeVisible()

  // the author pastes, and is told of the picture that could not come along
  const author = await atDesk(browser, bureau, 'handler.prices')
  const policy = await begin(author, '政策文件', 'price-documents', title)
  await paste(author, fromWord)
  await expect(author.getByText(/有 1 张图没有带进来/)).toBeVisible()
  await expect(body(author).getByRole('listitem')).toHaveCount(2)
  expect(await body(author).innerHTML()).not.toMatch(/Mso|style=|color:red/)
  await author.getByText('月份').click()
  await author.getByRole('button', { name: /^表头行/ }).click()
  await author.getByRole('button', { name: /^表题和图/ }).click()
  const look = author.getByRole('dialog', { name: '表题和图' })
  await look.getByRole('textbox', { name: '表题' }).fill('价格指数')
  await look.getByRole('radio', { name: /^折线图/ }).check()
  await look.getByRole('button', { name: '好了' }).click()

  // a picture does not go in without its words
  await body(author).press('Control+End')
  await author.getByRole('button', { name: '图片', exact: true }).click()
  const asked = author.getByRole('dialog', { name: '加图片' })
  await asked.getByLabel('图片文件').setInputFiles(picture('流程.png', 300, 200))
  await asked.getByRole('button', { name: '加上' }).click()
  await expect(asked.getByText('看不见图的人靠它')).toBeVisible()
  await asked.getByLabel(/^文字说明/).fill('采价流程：先核对，再采集')
  await asked.getByRole('button', { name: '加上' }).click()
  await expect(body(author).getByRole('img', { name: '采价流程：先核对，再采集' })).toBeVisible()
  // the dialog gives the caret back to the text: what is typed before that would land there
  await expect(body(author)).toBeFocused()

  await fillPolicy(author)
  await saved(author)
  await expect(author.getByText('没有解读和它关联')).toBeVisible()
  await expect(author.getByRole('button', { name: '送审', exact: true })).toBeDisabled()
  expect(await findings(author)).toEqual([])

  // its interpretation, linked
  await begin(author, '解读', 'price-documents', interpretationTitle)
  await paste(author, '<p>这份办法说明价格怎么采集、谁来核对。</p>')
  await author.getByLabel('内容概述').fill('说明办法为什么这样定。')
  await author.getByRole('radio', { name: '主动公开' }).check()
  await author.getByLabel('找政策文件').fill('价格调查')
  await author.getByRole('button', { name: new RegExp(title) }).click()
  await saved(author)
  await submit(author)
  await author.goto(`${bureau.base}/desk/articles/${policy}`)
  await submit(author)

  const read = async (): Promise<Response> => await fetch(`${bureau.base}/api/articles/${policy}`)

  // four people, the interpretation before the document
  const head = await atDesk(browser, bureau, 'head.prices')
  const secrecy = await atDesk(browser, bureau, 'secrecy')
  const leader = await atDesk(browser, bureau, 'leader')
  const signAll = async (name: string): Promise<void> => {
    await sign(head, name, /^通过，送二审/)
    await expect(head.getByText('等办公室做二审。')).toBeVisible()
    await sign(registry, name, /^通过，送保密审查/)
    await expect(registry.getByText('等保密员做保密审查。')).toBeVisible()
    await sign(secrecy, name, /^通过，送三审/)
    await expect(secrecy.getByText('等分管领导做三审。')).toBeVisible()
    await sign(leader, name, /^通过，发布/)
    await leader.getByRole('button', { name: '通过，现在发布' }).click()
  }
  await signAll(interpretationTitle)
  await expect(leader.getByText('等它解读的文件发布')).toBeVisible()
  expect((await read()).status).toBe(404)
  await signAll(title)
  await expect(leader.getByText('网上第 1 版')).toBeVisible()
  const first = (await (await read()).json()) as { html: string; versions: unknown[] }
  expect(first.html).toContain('第一条')
  expect(first.html).not.toMatch(/Mso|style=/)

  // corrected: what is public stays until the new text is signed
  await author.goto(`${bureau.base}/desk/articles/${policy}`)
  await author.getByRole('button', { name: '开始更正' }).click()
  await author.getByText('调查点按季度核对；').click()
  await author.keyboard.press('End')
  await author.keyboard.type('每年换一次。')
  await author.getByLabel('更正说明').fill('补上调查点更换的时间。')
  await saved(author)
  expect(((await (await read()).json()) as { html: string }).html).not.toContain('每年换一次')
  await submit(author)
  await author.getByRole('button', { name: '看改动' }).click()
  await expect(author.getByRole('insertion').filter({ hasText: '每年换一次' })).toBeVisible()
  expect(await findings(author)).toEqual([])
  await signAll(title)
  await expect(leader.getByText('网上第 2 版')).toBeVisible()
  const second = (await (await read()).json()) as { html: string; versions: { note: string | null }[] }
  expect(second.html).toContain('每年换一次')
  expect(second.versions.map(({ note }) => note)).toEqual(['补上调查点更换的时间。', null])

  // withdrawn by one person, with a reason
  await registry.goto(`${bureau.base}/desk/articles/${policy}`)
  await registry.getByRole('button', { name: '撤下…' }).click()
  const withdrawing = registry.getByRole('dialog', { name: '撤下这一篇' })
  await withdrawing.getByRole('button', { name: '撤下' }).click()
  await expect(withdrawing.getByText('写清为什么撤下')).toBeVisible()
  await withdrawing.getByLabel('为什么撤下').fill('文号印错了。')
  await withdrawing.getByRole('button', { name: '撤下' }).click()
  await expect(registry.getByRole('article').getByText('已撤下', { exact: true })).toBeVisible()
  expect((await read()).status).toBe(404)
})

test('two who write at the same time lose nothing @whole', async ({ browser, bureau }) => {
  test.setTimeout(120_000)
  const one = await atDesk(browser, bureau, 'registry')
  const columns = (await (await fetch(`${bureau.base}/api/columns`)).json()) as { columns: { slug: string }[] }
  if (columns.columns.length === 0) {
    await one.getByRole('link', { name: '栏目' }).click()
    await one.getByRole('button', { name: '加栏目' }).click()
    await one.getByRole('dialog').getByLabel('名称').fill('通知')
    await one.getByLabel('地址里的名字').fill('notes')
    await one.getByRole('button', { name: '加上' }).click()
    await expect(one.getByText('通知', { exact: true })).toBeVisible()
  }
  const id = await begin(one, '通知公告', columns.columns[0]?.slug ?? 'notes', '关于放假的通知')
  await body(one).click()
  await one.keyboard.type('第一个人写的。')
  await saved(one)
  const other = await atDesk(browser, bureau, 'clerk')
  await other.goto(`${bureau.base}/desk/articles/${id}`)
  await expect(body(other)).toContainText('第一个人写的。')
  await body(other).press('Control+End')
  await other.keyboard.type('第二个人加的。')
  await saved(other)
  await body(one).press('Control+End')
  await one.keyboard.type('第一个人又加的。')
  await expect(one.getByRole('alert').filter({ hasText: /存了第 \d+ 稿/ })).toBeVisible()
  await expect(body(one)).toContainText('第一个人又加的。')
  await one.getByText('看您写的和它哪里不一样').click()
  await expect(one.getByRole('deletion').filter({ hasText: '二' }).first()).toBeVisible()

  // a reload keeps what was typed and shows both again
  one.on('dialog', (dialog) => void dialog.accept())
  await one.reload()
  await expect(body(one)).toContainText('第一个人又加的。')
  await expect(one.getByRole('alert').filter({ hasText: /存了第 \d+ 稿/ })).toBeVisible()
  await one.getByRole('button', { name: '用我写的，存成新的一稿' }).click()
  await saved(one)
  await one.reload()
  await expect(body(one)).toContainText('第一个人又加的。')
})
