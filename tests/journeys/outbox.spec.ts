/** What waits on the phone: nothing of it is lost, nothing is sent twice. */
import { readFile } from 'node:fs/promises'
import { expect, findings, formReady, phone, test, write } from './bureau.ts'
import { captivePortal, hold, sentFrom } from './outbox-stage.ts'
import { noise, picture } from './pictures.ts'

test('a question with three pictures, written with no network, survives a closed tab and goes by itself, the pictures after it @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(120_000)
  const page = await phone(browser)
  const context = page.context()
  await page.goto(`${bureau.base}/letters/new`)
  await page.evaluate(async () => await navigator.serviceWorker.ready)
  await context.setOffline(true)
  await write(page, '三张图说明一个问题', '两个月的公报里数字对不上，截图附上。')
  await page
    .getByLabel('加附件')
    .setInputFiles([
      picture('十月公报.png', 60, 40),
      picture('十一月公报.png', 400, 300),
      picture('现场照片.png', 1100, 900)
    ])
  await expect(page.getByRole('button', { name: '删掉 现场照片.jpg' })).toBeVisible()
  await page.getByLabel('统计数据').check()
  await page.waitForTimeout(600)
  await page.close()

  const again = await context.newPage()
  await again.goto(`${bureau.base}/letters/new`)
  await expect(again.getByLabel(/^标题/)).toHaveValue('三张图说明一个问题')
  await expect(again.getByLabel('统计数据')).toBeChecked()
  for (const name of ['十月公报.png', '十一月公报.png', '现场照片.jpg'])
    await expect(again.getByRole('button', { name: `删掉 ${name}` })).toBeVisible()
  expect(await findings(again)).toEqual([])
  await again.getByRole('checkbox').check()
  await again.getByRole('button', { name: '放进待发送' }).click()
  await expect(again.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await again.reload()
  await expect(again.getByText(/附件 3 个/)).toBeVisible()
  await again.getByRole('button', { name: '看内容' }).click()
  await expect(again.getByRole('dialog')).toContainText('两个月的公报里数字对不上')
  await expect(again.getByRole('dialog')).toContainText('现场照片.jpg')
  expect(await findings(again)).toEqual([])
  await again.getByRole('button', { name: '关闭' }).click()

  await context.setOffline(false)
  await expect(again.getByRole('heading', { name: '附件都收到了' })).toBeVisible({ timeout: 60_000 })
  await expect(again.getByRole('heading', { name: /待发送/ })).toHaveCount(0)
  await expect
    .poll(async () => (await sentFrom(bureau, again)).attachments.map(({ name, state }) => `${name} ${state}`), {
      timeout: 30_000
    })
    .toEqual(['十月公报.png kept', '十一月公报.png kept', '现场照片.jpg kept'])
})

test('a network that only shows its own page is no network: the item waits, is changed, and goes when the real one is there @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  const leave = await captivePortal(page.context())
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await page.getByLabel('加附件').setInputFiles([picture('票据.png', 50, 50)])
  await hold(page, '候车室里写的问题', '候车室的无线网络要先登录才能用。')
  await expect(page.getByText('待发送，等网络')).toBeVisible()
  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByLabel(/^想问什么/)).toHaveValue('候车室的无线网络要先登录才能用。')
  await expect(page.getByRole('button', { name: '删掉 票据.png' })).toBeVisible()
  await page.getByRole('button', { name: '删掉 票据.png' }).click()
  await page.getByLabel(/^标题/).fill('上车以后改过的问题')
  await page.getByRole('checkbox').check()
  await leave()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('收到了').first()).toBeVisible()
  const letter = await sentFrom(bureau, page)
  expect(letter.title).toBe('上车以后改过的问题')
  expect(letter.attachments).toEqual([])
})

test('an item saved as a file is read back after this phone was cleared, and on another phone: it is one letter @whole', async ({
  browser,
  bureau
}) => {
  test.setTimeout(90_000)
  const page = await phone(browser)
  await page.addInitScript(() => {
    const { persist } = StorageManager.prototype
    StorageManager.prototype.persist = async function () {
      document.documentElement.dataset['persist'] = 'asked'
      return await persist.call(this)
    }
  })
  const leave = await captivePortal(page.context())
  await page.goto(`${bureau.base}/letters/new`)
  await hold(page, '存成文件的问题', '手机快没电了，先存成文件。')
  // what waits must not be given up when the browser wants room
  await expect(page.locator('html')).toHaveAttribute('data-persist', 'asked')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '存成文件', exact: true }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^wenzheng-[0-9a-f-]{36}\.json$/)
  const content = await readFile(await download.path())
  const file = { name: download.suggestedFilename(), mimeType: 'application/json', buffer: content }

  await page.getByRole('button', { name: /清空这台手机/ }).click()
  await page.getByRole('button', { name: '清空', exact: true }).click()
  await expect(page.getByRole('link', { name: /^咨询/ })).toBeVisible()
  await page.goto(`${bureau.base}/me`)
  await expect(page.getByText('还没有办件')).toBeVisible()
  const readBack = page.getByLabel(/从文件读回/)
  const changed = Buffer.from(content.toString().replace('存成文件的问题', '短'))
  await readBack.setInputFiles({ ...file, buffer: changed })
  await expect(page.getByText('文件不完整或被改过')).toBeVisible()
  await readBack.setInputFiles(file)
  await expect(page.getByText('读回来了')).toBeVisible()
  await expect(page.getByRole('heading', { name: '待发送 1 件' })).toBeVisible()
  await readBack.setInputFiles(file)
  await expect(page.getByText('这一件已经在待发送里')).toBeVisible()
  await leave()
  await page.getByRole('button', { name: '现在再试' }).click()
  await expect(page.getByRole('heading', { name: /待发送/ })).toHaveCount(0)
  await readBack.setInputFiles(file)
  await expect(page.getByText('这一件统计局已经收到')).toBeVisible()
  const { number } = await sentFrom(bureau, page)

  const other = await phone(browser)
  await other.goto(`${bureau.base}/me`)
  await other.getByLabel(/从文件读回/).setInputFiles(file)
  await expect(other.locator('a.case')).toHaveCount(1, { timeout: 30_000 })
  expect((await sentFrom(bureau, other)).number).toBe(number)
})

test('what the first version of the app kept is still there: its draft is written on, its letter is sent', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  // a page of this address without the app: nothing has opened the database yet
  await page.goto(`${bureau.base}/robots.txt`)
  await page.evaluate(async () => {
    const request = indexedDB.open('wenzheng', 1)
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of [
        ['drafts', 'id'],
        ['outbox', 'id'],
        ['cases', 'number']
      ] as const)
        request.result.createObjectStore(store, { keyPath })
    }
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve
      request.onerror = reject
    })
    const db = request.result
    const writing = db.transaction(['drafts', 'outbox'], 'readwrite')
    writing.objectStore('drafts').put({
      id: '0193b000-0000-7000-8000-00000000d001',
      code: '0000-1111-2222',
      deviceToken: 'd'.repeat(43),
      kind: 'enquiry',
      title: '第一版写到一半的问题',
      text: '第一版的表单没有分类，也没有附件。',
      name: '',
      phone: '',
      email: '',
      savedAt: '2026-11-01T01:00:00.000Z',
      mood: 'a field that nobody knows any more'
    })
    writing.objectStore('outbox').put({
      id: '0193b000-0000-7000-8000-00000000d002',
      route: 'POST /letters',
      body: {
        id: '0193b000-0000-7000-8000-00000000d002',
        code: '3333-4444-5555',
        deviceToken: 'e'.repeat(43),
        kind: 'enquiry',
        title: '第一版待发送的问题',
        text: '装新版之前就放进了待发送。',
        privacyNotice: '2026-11'
      },
      heldAt: '2026-11-01T02:00:00.000Z',
      frozen: false,
      tries: 0,
      notBefore: 0
    })
    await new Promise((resolve) => {
      writing.oncomplete = resolve
    })
    db.close()
    localStorage.setItem('wenzheng-keeps', 'yes')
  })
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await expect(page.getByLabel(/^标题/)).toHaveValue('第一版写到一半的问题')
  await expect(page.getByRole('switch', { name: /同意公开/ })).not.toBeChecked()
  await page.getByLabel('加附件').setInputFiles([picture('补一张.png', 40, 40)])
  await expect(page.getByRole('button', { name: '删掉 补一张.png' })).toBeVisible()
  await page.goto(`${bureau.base}/me`)
  await expect(page.locator('a.case')).toHaveCount(1, { timeout: 30_000 })
  await expect(page.getByText('第一版写到一半的问题')).toBeVisible()
  expect((await sentFrom(bureau, page)).title).toBe('第一版待发送的问题')
})

test('a phone that is full says so, and the text is kept @whole', async ({ browser, bureau }) => {
  const page = await phone(browser)
  const session = await page.context().newCDPSession(page)
  // room for the app, its library and what is written, not for the file
  await session.send('Storage.overrideQuotaForOrigin', { origin: bureau.base, quotaSize: 3_000_000 })
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await write(page, '手机满了也要问', '照片存不下的时候，写的字还在。')
  await expect(page.getByText(/草稿已存在这台手机/)).toBeVisible()
  await page.getByLabel('加附件').setInputFiles([
    { name: '年鉴.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(6_000_000, 'x') },
    { name: '太大.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(11_000_000, 'x') },
    { name: '程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.alloc(10, 'x') }
  ])
  await expect(page.getByText('年鉴.pdf：手机空间不够')).toBeVisible()
  await expect(page.getByText('太大.pdf：超过 10 MB')).toBeVisible()
  await expect(page.getByText('程序.exe：这种文件加不了')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByLabel(/^标题/).fill('手机满了也要问一句')
  // the room of the file that did not fit comes back by and by: until then the form says that nothing is kept
  await page.waitForTimeout(600)
  await expect(page.getByText('这台手机不让存草稿')).toBeHidden({ timeout: 30_000 })
  await page.reload()
  await expect(page.getByLabel(/^标题/)).toHaveValue('手机满了也要问一句')
  await expect(page.getByText('0 / 6')).toBeVisible()
})

test('a file that was half sent when the app was killed goes on where it was', async ({ browser, bureau }) => {
  test.setTimeout(120_000)
  const page = await phone(browser)
  const context = page.context()
  const offsets: number[] = []
  let pieces = 0
  await context.route('**/api/uploads/**', async (route) => {
    if (route.request().method() !== 'PATCH') return await route.continue()
    offsets.push(Number(route.request().headers()['upload-offset']))
    // the fourth piece hangs until the app is killed
    if (++pieces === 4) return
    await route.continue()
  })
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await page
    .getByLabel('加附件')
    .setInputFiles([{ name: '年鉴.pdf', mimeType: 'application/pdf', buffer: noise(1000, 900) }])
  await expect(page.getByRole('button', { name: '删掉 年鉴.pdf' })).toBeVisible()
  await write(page, '传到一半关掉的附件', '文字已经收到，附件传到一半应用被关掉。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('收到了').first()).toBeVisible()
  await expect.poll(() => pieces).toBe(4)
  await page.goto('about:blank')
  await page.close()
  const again = await context.newPage()
  await again.goto(`${bureau.base}/me`)
  await expect(again.getByRole('progressbar', { name: /年鉴\.pdf/ })).toBeVisible()
  await expect(again.getByRole('heading', { name: '附件都收到了' })).toBeVisible({ timeout: 60_000 })
  expect(offsets.slice(0, 4)).toEqual([0, 524_288, 1_048_576, 1_572_864])
  // of the piece that was on its way some bytes may have come through
  expect(offsets[4]).toBeGreaterThanOrEqual(1_572_864)
  expect(offsets[4]).toBeLessThan(2_097_152)
  await expect
    .poll(
      async () =>
        await again.evaluate(async () => {
          const request = indexedDB.open('wenzheng')
          await new Promise((resolve) => {
            request.onsuccess = resolve
          })
          const files = request.result.transaction('files').objectStore('files').count()
          await new Promise((resolve) => {
            files.onsuccess = resolve
          })
          request.result.close()
          return files.result
        })
    )
    .toBe(0)
})

test('a letter that the bureau knows with other words becomes a draft again, with its files, and goes as a new one @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  let refused = 0
  await page.route('**/api/letters', async (route) => {
    if (refused++ > 0) await route.continue()
    else
      await route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: '/problems/already-sent', title: '', status: 409, instance: 'x' })
      })
  })
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await page.getByLabel('加附件').setInputFiles([picture('凭证.png', 50, 50)])
  await write(page, '发过一次的问题', '在另一个窗口里改过又发过。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('上次没有发成')).toBeVisible()
  await page.goto(`${bureau.base}/me`)
  await expect(page.getByText('需修改')).toBeVisible()
  await page.getByText('发过一次的问题').click()
  await expect(page.getByRole('button', { name: '删掉 凭证.png' })).toBeVisible()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await expect(page.getByText('收到了').first()).toBeVisible()
  expect((await sentFrom(bureau, page)).attachments.map(({ name }) => name)).toEqual(['凭证.png'])
})

test('a file that a foreign network turns away is tried again; one that the bureau refuses can be @whole', async ({
  browser,
  bureau
}) => {
  const page = await phone(browser)
  let tries = 0
  await page.route('**/api/uploads/**', async (route) => {
    if (route.request().method() !== 'PATCH' || ++tries > 2) return await route.continue()
    if (tries === 1) await route.fulfill({ status: 403, contentType: 'text/html', body: '<h1>禁止访问</h1>' })
    else
      await route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: '/problems/file-refused', title: '', status: 422, instance: 'x' })
      })
  })
  await page.goto(`${bureau.base}/letters/new`)
  await formReady(page)
  await page.getByLabel('加附件').setInputFiles([picture('截图.png', 60, 40)])
  await write(page, '路上被拦下的附件', '文字收到了，附件被别人的网关挡了一次。')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByRole('button', { name: '现在再试：截图.png' }).click()
  await expect(page.getByText('没有收下')).toBeVisible()
  await page.getByRole('button', { name: '现在再试：截图.png' }).click()
  await expect
    .poll(async () => (await sentFrom(bureau, page)).attachments.map(({ name, state }) => `${name} ${state}`), {
      timeout: 30_000
    })
    .toEqual(['截图.png kept'])
})
