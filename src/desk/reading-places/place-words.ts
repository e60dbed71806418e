/** What the desk calls the parts of a reading place. */
import type { OpeningSpan } from '#contract/reading-places.ts'
import type { VisitPurpose } from '#contract/reading-places-desk.ts'
import { monthDay } from '../core/times.ts'

export const purposeWords: Readonly<Record<VisitPurpose, string>> = {
  read: '自己查阅',
  copy: '复制打印',
  help: '请人帮查'
}

export const spansWords = (spans: readonly OpeningSpan[]): string =>
  spans.map(({ from, to }) => `${from}–${to}`).join('，') || '不开放'

/** `12月9日`, or `12月9日到12月10日`. */
export const closureDays = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? monthDay(from) : `${monthDay(from)}到${monthDay(to)}`
