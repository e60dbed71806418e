/** Every page of the citizens' app, one after the other, in each view that it has. */
import type { Browser, Page } from '@playwright/test'
import { addresses, aMessage, anArticle } from './addresses.ts'
import { demoDay, openForm, sendBooking } from './booking-stage.ts'
import { expect, findings, overflow, phone, sendLetter, test, write, type Bureau } from './bureau.ts'

// each looks at all pages by itself: they need not wait for each other
test.describe.configure({ mode: 'parallel' })

const sent = async (
  browser: Browser,
  bureau: Bureau,
  options: Parameters<Browser['newContext']>[0] = {}
): Promise<{ page: Page; letter: string; booking: string; openDay: string; slot: string }> => {
  const page = await phone(browser, options)
  await page.goto(`${bureau.base}/letters/new`)
  await write(page, '看得清每一页吗', '每一页都要看得清、点得到、读得出。')
  const { number: letter } = await sendLetter(page)
  const { id: openDay, slots } = await demoDay(bureau)
  const slot = slots[1].id
  await openForm(page, bureau.base, openDay, slot)
  return { page, letter, booking: await sendBooking(page), openDay, slot }
}

/** All of a page at once: what stands behind the bar at the foot is only waiting to be scrolled to. */
const wholeInView = async (page: Page, { width, height }: { width: number; height: number }): Promise<void> => {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(height, whole + 120) })
}

const narrow = { width: 320, height: 640 }

const asItIs = { prefix: '', options: {}, asked: 'all', also: ['dark', 'narrow'], tag: '' } as const

/** `also`: what is looked at on the page that stands there anyhow. What takes longest is shared by two, `share` of the addresses each. */
const variants = [
  { ...asItIs, name: 'as it is, dark and 320 wide, the first half', share: 0 },
  { ...asItIs, name: 'as it is, dark and 320 wide, the other half', share: 1 },
  { name: 'in elder view', prefix: '', options: {}, elder: true, asked: 'all', also: [], tag: ' @whole' },
  { name: 'in English', prefix: '/en', options: {}, asked: 'words', also: [], tag: ' @whole' },
  {
    name: '320 wide in English and elder view',
    prefix: '/en',
    options: { viewport: narrow },
    elder: true,
    asked: undefined,
    also: [],
    tag: ' @whole'
  }
] as const

for (const variant of variants) {
  test(`every page ${variant.name}: ${variant.asked ? 'axe finds nothing, ' : ''}nothing runs over the edge, every page has its title${variant.tag}`, async ({
    browser,
    bureau
  }) => {
    test.setTimeout(300_000)
    const { page, ...places } = await sent(browser, bureau, { ...variant.options, serviceWorkers: 'block' })
    if ('elder' in variant) {
      await page.goto(`${bureau.base}/`)
      await page.getByRole('button', { name: /长辈版/ }).click()
      await expect(page.locator('html')).toHaveAttribute('data-view', 'elder')
    }
    const also: readonly string[] = variant.also
    const titles = new Set<string>()
    const every = addresses({ ...places, article: await anArticle(bureau), message: await aMessage(bureau) })
    const all = 'share' in variant ? every.filter((_address, n) => n % 2 === variant.share) : every
    for (const address of all) {
      await page.goto(`${bureau.base}${variant.prefix}${address}`)
      await expect(page.locator('main')).toBeVisible()
      await page.waitForLoadState('networkidle')
      if (variant.asked) {
        const size = page.viewportSize() ?? { width: 390, height: 844 }
        await wholeInView(page, size)
        expect(await findings(page, variant.asked), address).toEqual([])
        if (also.includes('dark')) {
          await page.emulateMedia({ colorScheme: 'dark' })
          expect(await findings(page, 'colours'), `${address}, dark`).toEqual([])
          await page.emulateMedia({ colorScheme: 'light' })
        }
        await page.setViewportSize(size)
      }
      expect(await overflow(page), `${address} runs over the edge`).toBeLessThanOrEqual(0)
      if (also.includes('narrow')) {
        const size = page.viewportSize()
        await page.setViewportSize(narrow)
        expect(await overflow(page), `${address} runs over the edge, 320 wide`).toBeLessThanOrEqual(0)
        if (size) await page.setViewportSize(size)
      }
      titles.add(await page.title())
      if ('elder' in variant) {
        const smallest = await page.evaluate(() =>
          Math.min(
            ...[...document.querySelectorAll('body *')]
              .filter((element) =>
                [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
              )
              .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
              .map((element) => parseFloat(getComputedStyle(element).fontSize))
          )
        )
        expect(smallest, `${address} has small letters`).toBeGreaterThanOrEqual(18)
      }
      if (variant.prefix === '/en') {
        const chinese = await page.evaluate(() => {
          const allowed = (element: Element | null): boolean =>
            Boolean(element?.closest('[lang|=zh], .bubble, .letter-text'))
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
          const found: string[] = []
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const parent = node.parentElement
            if (parent?.closest('script, style, noscript')) continue
            if (/\p{Script=Han}/u.test(node.textContent ?? '') && !allowed(parent))
              found.push(node.textContent?.trim() ?? '')
          }
          return found
        })
        expect(
          chinese.filter((text) => !text.includes('看得清每一页吗') && text !== 'Language 语言'),
          `${address} is half translated`
        ).toEqual([])
      }
    }
    expect(titles.size).toBe(all.length)
  })
}
