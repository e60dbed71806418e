/** A phone of publish:second: it brings its library up to date again and again; what it keeps is read past the program. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { openPhone } from './browser.ts'
import { rowsOn, withinReach } from './phone-store.ts'
import type { Stage } from './publish-second-stage.ts'
import { freshFolder } from './server.ts'

export interface Watching {
  /** how often it was looked into before the second */
  readonly looks: () => number
  /** what it kept or showed before the second */
  readonly early: readonly string[]
  /** goes on until the second, and tells then what the phone lacks after its next contact */
  readonly afterwards: () => Promise<string[]>
}

const whole = async (page: Page): Promise<boolean> =>
  ((await rowsOn(page))?.['library'] ?? []).some((row) => row['name'] === 'mark' && row['whole'] === true)

const until = async (holds: () => Promise<boolean>, ms: number): Promise<boolean> => {
  for (const end = performance.now() + ms; performance.now() < end; await wait(200)) if (await holds()) return true
  return false
}

/** Opens the phone and waits until its library is whole. */
export const openReader = async (base: string): Promise<Page> => {
  const { page } = await openPhone(await freshFolder())
  await page.goto(`${base}/`)
  if (!(await until(async () => await whole(page), 90_000))) throw new Error('the phone never fetched its library')
  return page
}

/** Looks into the phone until the second, and once more behind it. */
export const watchPhone = (page: Page, base: string, { waiting }: Stage, second: number): Watching => {
  const words = waiting.flatMap((one) => [one.words.title, one.words.summary, one.words.body])
  const early: string[] = []
  let looks = 0
  const contact = async (): Promise<void> => {
    await page.evaluate(() => dispatchEvent(new Event('online')))
  }
  const watching = (async () => {
    while (Date.now() < second) {
      await contact()
      await wait(150)
      const kept = `${await withinReach(page)}${await page.locator('body').innerText()}`
      if (Date.now() >= second) return
      looks += 1
      early.push(...words.filter((word) => kept.includes(word)).map((word) => `the phone keeps ${word}`))
    }
  })()
  return {
    looks: () => looks,
    early,
    afterwards: async () => {
      await watching
      const lacking = async (): Promise<string[]> => {
        const kept = await withinReach(page)
        return words.filter((word) => !kept.includes(word))
      }
      await until(async () => {
        await contact()
        await wait(300)
        return (await lacking()).length === 0
      }, 30_000)
      const missing = (await lacking()).map((word) => `the phone lacks ${word} after its next contact`)
      const [document] = waiting
      await page.goto(`${base}/articles/${document?.id ?? ''}`)
      const shown = await page
        .getByText(document?.words.body ?? '')
        .first()
        .waitFor({ timeout: 20_000 })
        .then(
          () => true,
          () => false
        )
      return [...missing, ...(shown ? [] : ['the phone does not show the page of the document'])]
    }
  }
}
