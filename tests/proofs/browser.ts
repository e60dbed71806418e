/** A phone of the proofs: Chromium with a profile on the disk, which can be killed at any moment and started again on what is left. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium, type BrowserContext, type Page } from '@playwright/test'
import { findChromium, howToInstallChromium } from '../chromium.ts'

export interface Phone {
  readonly context: BrowserContext
  readonly page: Page
  /** SIGKILL to every process of this Chromium, as when a phone's battery is taken out */
  readonly kill: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The processes that run on a profile. */
const processesOf = (profile: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)
      } catch {
        return false
      }
    })

const open = new Set<Phone>()

/** Starts Chromium on a profile folder. */
export const openPhone = async (profile: string): Promise<Phone> => {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error(howToInstallChromium)
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai'
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const phone: Phone = {
    context,
    page,
    kill: async () => {
      open.delete(phone)
      const gone = new Promise<void>((resolve) => context.once('close', () => resolve()))
      for (const pid of processesOf(profile)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // it went with its parent
        }
      }
      await Promise.race([gone, wait(5000)])
      while (processesOf(profile).length > 0) await wait(20)
    },
    close: async () => {
      open.delete(phone)
      await context.close()
    }
  }
  open.add(phone)
  return phone
}

/** Closes what a failed proof left open. */
export const closePhones = async (): Promise<void> => {
  for (const phone of open) await phone.close().catch(() => undefined)
}

/** Opens the form and fills it in. */
export const writeQuestion = async (page: Page, base: string, title: string, text: string): Promise<void> => {
  await page.goto(`${base}/letters/new`)
  await page.locator('form#letter:not([inert])').waitFor()
  await page.getByLabel(/^标题/).fill(title)
  await page.getByLabel(/^想问什么/).fill(text)
}
