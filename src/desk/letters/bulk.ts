/** What became of many letters that were dealt with at once, in words. */
import type { BulkOutcome, QueuedLetter } from '#contract/letters-queue.ts'

type Outcome = BulkOutcome['outcomes'][number]['outcome']

const whyWords: Readonly<Record<Exclude<Outcome, 'done' | 'before'>, string>> = {
  'not-found': '不在您能看到的信里了',
  'not-permitted': '这个角色不能办',
  'state-forbids': '现在的状态不能这样办',
  'changed-meanwhile': '刚被别人办过，看看现在怎样再办',
  'office-closed': '这个科室不收信'
}

export interface LeftLetter {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly why: string
}

export interface BulkResult {
  /** `分给价格科：8 件办了，2 件没办。` */
  readonly said: string
  readonly left: readonly LeftLetter[]
}

/** Says how many were done and names each that was not, with the reason. `letters`: as they were chosen. */
export function bulkResult(
  act: string,
  letters: readonly Pick<QueuedLetter, 'id' | 'number' | 'title'>[],
  { outcomes }: BulkOutcome
): BulkResult {
  const count = (wanted: Outcome) => outcomes.filter(({ outcome }) => outcome === wanted).length
  const left = outcomes.flatMap(({ id, outcome }) => {
    const letter = letters.find((one) => one.id === id)
    return letter && outcome !== 'done' && outcome !== 'before'
      ? [{ id, number: letter.number, title: letter.title, why: whyWords[outcome] }]
      : []
  })
  const before = count('before')
  const parts = [
    `${count('done')} 件办了`,
    before > 0 && `${before} 件早已这样`,
    left.length > 0 && `${left.length} 件没办`
  ]
  return { said: `${act}：${parts.filter(Boolean).join('，')}。`, left }
}
