/** What the journeys of the open days share: the demo's open day with three slots, and booking one of them. */
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { uuidv7 } from 'uuidv7'
import type { BookingDraft, OpenDay, OpenDayList, Slot } from '#contract/open-days.ts'
import { codeFrom } from '#contract/shapes.ts'
import { expect, type Bureau } from './bureau.ts'

export interface DemoDay {
  readonly id: string
  /** one that is full, one with places, one that opens later */
  readonly slots: readonly [full: Slot, roomy: Slot, later: Slot]
}

export const demoDay = async ({ base }: Pick<Bureau, 'base'>): Promise<DemoDay> => {
  const { upcoming } = (await (await fetch(`${base}/api/open-days`)).json()) as OpenDayList
  const id = upcoming.find(({ slots }) => slots === 3)?.id ?? ''
  const { slots } = (await (await fetch(`${base}/api/open-days/${id}`)).json()) as OpenDay
  const [full, roomy, later] = slots
  if (!full || !roomy || !later) throw new Error('the demo has no open day with three slots')
  return { id, slots: [full, roomy, later] }
}

let phones = 0

/** A telephone number that nobody had before. */
export const freshPhone = (): string =>
  `139${String(process.pid).padStart(4, '0').slice(-4)}${String((phones += 1)).padStart(4, '0')}`

/** Opens the form of a slot and waits until it can be filled in. */
export const openForm = async (page: Page, base: string, day: string, slot: string): Promise<void> => {
  await page.goto(`${base}/open-days/${day}/slots/${slot}/book`)
  await page.locator('form#booking').waitFor()
}

/** Fills in how to be reached and sends; for one person unless it was filled in before. Returns the number. */
export const sendBooking = async (page: Page, number = freshPhone()): Promise<string> => {
  await page.getByLabel('手机').fill(number)
  await page.getByRole('checkbox', { name: /我看过/ }).check()
  await page.getByRole('button', { name: /^(报名|排候补)$/ }).click()
  await expect(page).toHaveURL(/\/bookings\/KF-/)
  await page.locator('.ticket').waitFor()
  return /KF-\d{4}-\d+/.exec(page.url())?.[0] ?? ''
}

/** Takes places as another phone would. */
export const takePlaces = async (base: string, slot: string, people: number): Promise<void> => {
  const draft: BookingDraft = {
    id: uuidv7(),
    code: codeFrom(randomBytes(12)),
    deviceToken: randomBytes(32).toString('base64url'),
    party: { kind: people === 1 ? 'alone' : 'family', people, minors: 0, needs: [] },
    contact: { phone: freshPhone() },
    waitlist: false,
    privacyNotice: '2026-11'
  }
  const answer = await fetch(`${base}/api/slots/${slot}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(draft)
  })
  expect(answer.status).toBe(201)
}
