/** Terms by the first letter of their pinyin, as a dictionary has them. */
import type { Term } from '#contract/glossary.ts'

// the first sign of each letter in the order of pinyin; no word begins with I, U or V
const firsts = Array.from('吖八嚓咑妸发旮铪丌咔垃妈拏噢帊七冄仨他屲夕丫帀')
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ'
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

/** A to Z; '#' for what is neither Chinese nor a letter. */
export function initialOf(name: string): string {
  const sign = String.fromCodePoint(name.codePointAt(0) ?? 35)
  if (/[a-z]/i.test(sign)) return sign.toUpperCase()
  if (!/\p{Script=Han}/u.test(sign)) return '#'
  const after = firsts.findLastIndex((first) => order.compare(first, sign) <= 0)
  return letters[after] ?? '#'
}

export interface TermGroup {
  readonly initial: string
  readonly terms: readonly Term[]
}

/** The terms in groups, in their order. */
export function groupsOf(terms: readonly Term[]): TermGroup[] {
  const groups = new Map<string, Term[]>()
  for (const term of terms) {
    const initial = initialOf(term.name)
    groups.set(initial, [...(groups.get(initial) ?? []), term])
  }
  return [...groups]
    .map(([initial, of]) => ({ initial, terms: of }))
    .toSorted((a, b) => (a.initial < b.initial ? -1 : 1))
}
