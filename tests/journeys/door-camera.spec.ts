/** The door's camera: a ticket held in front of it is read, by the browser itself where it can and by WebAssembly where not. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { encode } from 'uqr'
import { findChromium } from '../chromium.ts'
import { freshFolder } from '../proofs/server.ts'
import { expect, findings, test } from './bureau.ts'
import { standAtDoor } from './door-stage.ts'
import { book, slotDraft, twoAtTheDesk } from './open-day-stage.ts'

const [width, height] = [640, 480]

/** A film of a QR code held still, as raw frames. */
const filmOf = (text: string): Buffer => {
  const { data, size } = encode(text, { border: 4 })
  const scale = Math.floor(height / size)
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)]
  const luma = Buffer.alloc(width * height, 235)
  for (let y = 0; y < size * scale; y += 1)
    for (let x = 0; x < size * scale; x += 1)
      if (data[Math.floor(y / scale)]?.[Math.floor(x / scale)]) luma[(top + y) * width + left + x] = 16
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)])
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
    ...Array.from({ length: 10 }, () => frame)
  ])
}

for (const reader of ['the browser', 'WebAssembly'] as const)
  test(`a ticket in front of the camera is read by ${reader}, once while it is held there @whole`, async ({
    browser,
    bureau
  }) => {
    test.setTimeout(120_000)
    const title = `验票试镜 ${reader}`
    const desk = await twoAtTheDesk(browser, bureau)
    const day = await desk.open(title, [slotDraft('上午场', 20)])
    const ticket = await book(desk.clerk, bureau.base, day.slots[0]?.id ?? '', 2)
    const film = join(await freshFolder(), 'ticket.y4m')
    writeFileSync(film, filmOf(ticket.text))

    const own = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`
      ]
    })
    try {
      const context = await own.newContext({ viewport: { width: 390, height: 844 }, permissions: ['camera'] })
      if (reader === 'WebAssembly')
        await context.addInitScript(() => {
          delete (globalThis as { BarcodeDetector?: unknown }).BarcodeDetector
        })
      // Chromium on Linux has no detector of its own: then one stands in for it that sees the ticket whenever it is asked
      else
        await context.addInitScript((text) => {
          const own = globalThis as { BarcodeDetector?: unknown }
          own.BarcodeDetector ??= class {
            static getSupportedFormats = async () => await Promise.resolve(['qr_code'])
            detect = async () => await Promise.resolve([{ rawValue: text }])
          }
        }, ticket.text)
      const elsewhere: string[] = []
      const scripts: string[] = []
      context.on('request', (request) => {
        // what the service worker keeps for later is fetched by it, not by the page
        if (request.serviceWorker() === null) scripts.push(request.url())
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(bureau.base))
          elsewhere.push(request.url())
      })
      const page = await context.newPage()
      const refusals: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') refusals.push(message.text())
      })
      await standAtDoor(page, bureau, title, '北门')
      await context.setOffline(true)
      await page.reload()
      await page.getByRole('button', { name: '开摄像头扫票' }).click()
      await expect(page.getByText('票上 2 人')).toBeVisible({ timeout: 20_000 })
      expect(await findings(page)).toEqual([])
      await page.getByRole('button', { name: '放行 2 人', exact: true }).click()
      await expect(page.getByText('放行了')).toBeVisible()
      // the ticket is held there still: longer than the same one is waited for
      await page.waitForTimeout(4000)
      await expect(page.getByText('放行了')).toBeVisible()
      await expect(page.getByText('1 条没有报上去')).toBeVisible()
      expect(elsewhere).toEqual([])
      expect(scripts.some((url) => /zxing-detector/.test(url) && url.endsWith('.js'))).toBe(reader === 'WebAssembly')
      expect(refusals.filter((line) => /Content Security Policy|WebAssembly/.test(line))).toEqual([])
    } finally {
      await own.close()
    }
  })

test('the door alone may compile WebAssembly, and its service worker is asked for anew each time @whole', async ({
  page,
  bureau
}) => {
  const headers = async (path: string) => (await page.request.get(`${bureau.base}${path}`)).headers()
  const policy = async (path: string) => (await headers(path))['content-security-policy'] ?? ''
  expect(await policy('/desk/door')).toContain("script-src 'self' 'wasm-unsafe-eval';")
  for (const path of ['/desk/', '/desk/open-days', '/desk/door/other', '/', '/open-days'])
    expect(await policy(path), path).not.toContain('wasm')
  expect((await headers('/desk/door-sw.js'))['cache-control']).toBe('no-cache')
})
