/** More letters than people write come from a phone's network: its own still arrives, and nobody has to solve a puzzle. */
import { startServer, type RunningServer } from '../proofs/server.ts'
import { letterDraft } from '../proofs/caller.ts'
import { expect, phone, sendLetter, test, write } from './bureau.ts'
import { hold } from './outbox-stage.ts'

let server: RunningServer
test.beforeAll(async () => {
  test.setTimeout(240_000)
  server = await startServer({ settings: { LETTERS_PER_HOUR: '1', LETTERS_OF_DEVICE: '2' } })
})
test.afterAll(async () => {
  await server.stop()
})

test('a phone whose network is over the limit does the work by itself, also after it was closed, and waits for its turn @whole', async ({
  browser
}) => {
  test.setTimeout(240_000)
  const { base } = server
  // somebody else behind the same address was there first
  const first = await fetch(`${base}/api/letters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(letterDraft())
  })
  expect(first.status).toBe(201)

  const page = await phone(browser)
  const context = page.context()
  const asked: number[] = []
  const workers: string[] = []
  context.on('response', (response) => {
    if (response.url().endsWith('/api/letters')) asked.push(response.status())
  })
  page.on('worker', (worker) => workers.push(worker.url()))
  const fetched: string[] = []
  // what the service worker stores ahead is not fetched for this letter
  context.on('request', (request) => {
    if (request.serviceWorker() === null) fetched.push(request.url())
  })
  await page.goto(`${base}/letters/new`)
  await write(page, '同一个地址后面的问题', '我们全村共用一个出口地址，轮到我还能问吗？')
  expect(fetched.filter((url) => /work-/.test(url))).toEqual([])
  const { number } = await sendLetter(page)
  expect(number).toMatch(/^ZX-/)
  expect(asked).toEqual([428, 201])
  expect(workers.filter((url) => url.startsWith(`${base}/assets/work-solver-`))).toHaveLength(1)

  // the page is gone before the work is sent: the letter waits in the outbox
  await context.route('**/api/letters', async (route) => {
    if (route.request().headers()['x-work'] === undefined) await route.continue()
    else await route.abort()
  })
  await page.goto(`${base}/letters/new`)
  await hold(page, '算到一半就关了', '手机没电了，这一封还在吗？')
  await page.close()
  await context.unroute('**/api/letters')
  const again = await context.newPage()
  await again.goto(`${base}/me`)
  await expect(again.locator('a.case')).toHaveCount(2, { timeout: 60_000 })
  await expect(again.getByRole('heading', { name: /待发送/ })).toHaveCount(0)

  // a third one within the hour is more than one device may send: it is kept, and said when it goes
  await again.goto(`${base}/letters/new`)
  await hold(again, '一小时里的第三封', '这一封要等一等，但不会丢。')
  await expect(again.getByText(/待发送，(\d{4}-\d\d-\d\d )?\d\d:\d\d 自动再发/)).toBeVisible()
})
