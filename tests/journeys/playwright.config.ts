/**
 * Journeys: one promise to a person each, in the Chromium of the machine, on a phone of 390 × 844.
 * `npm run journeys -- letters` runs those whose path holds "letters". `@whole` in a title leaves a journey to
 * `npm run test:whole`; `src/decisions/0012-npm-test-is-a-gate.md` says by which rule.
 */
import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium, howToInstallChromium } from '../chromium.ts'

const root = resolve(import.meta.dirname, '../..')
const executablePath = findChromium()
if (executablePath === undefined) throw new Error(howToInstallChromium)

export default defineConfig({
  testDir: '.',
  outputDir: resolve(root, 'test-results/journeys'),
  // a bureau each; on two cores, since much of a journey is waiting
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: resolve(root, 'test-results/journeys.json') }]],
  use: {
    actionTimeout: 30_000,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']
    }
  }
})
