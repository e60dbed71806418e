/**
 * Lighthouse's four marks for a page, as on its mobile profile. It is fetched when it is asked for, at one version:
 * nothing else needs it, and it would add 150 MB to every installation.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findChromium, howToInstallChromium } from '../chromium.ts'

const lighthouse = 'lighthouse@13.5.0'

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

export interface Marks {
  /** 0 to 100, in the order performance, accessibility, best practices, search engines */
  readonly marks: readonly number[]
  /** the audits below full marks, those that count */
  readonly faults: readonly string[]
}

interface Report {
  readonly runtimeError?: { readonly message: string }
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >
  readonly audits: Readonly<Record<string, { readonly score: number | null; readonly title: string }>>
}

/** Audits one page with a fresh browser; throws when Lighthouse could not be had or could not read the page. */
export async function auditPage(url: string): Promise<Marks> {
  const chromium = findChromium()
  if (chromium === undefined) throw new Error(howToInstallChromium)
  const words = ['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url, '--output=json', '--quiet']
  const flags = '--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-dev-shm-usage'
  const { stdout } = await promisify(execFile)('npm', [...words, `--chrome-flags=${flags}`], {
    env: { ...process.env, CHROME_PATH: chromium },
    maxBuffer: 64_000_000
  })
  const report = JSON.parse(stdout) as Report
  if (report.runtimeError) throw new Error(report.runtimeError.message)
  const results = categories.map((name) => report.categories[name]!)
  return {
    marks: results.map(({ score }) => Math.round(score * 100)),
    faults: results.flatMap(({ auditRefs }) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (report.audits[id]?.score ?? 1) < 0.9)
        .map(({ id }) => `${id}: ${report.audits[id]?.title ?? ''}`)
    )
  }
}
