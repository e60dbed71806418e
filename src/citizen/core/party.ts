/** Who comes, in words. */
import type { Party } from '#contract/open-days.ts'
import type { BookingWords } from './booking-words.zh.ts'

/** 家庭，3 人，其中未成年 1 人 */
export function sayParty({ kind, people, minors }: Party, words: BookingWords): string {
  if (kind === 'alone') return words.partyKinds.alone
  return words.party(words.partyKinds[kind], people, minors)
}

/** What somebody of them needs; '' where nothing is. */
export function sayNeeds({ needs }: Pick<Party, 'needs'>, words: BookingWords): string {
  return needs.length === 0 ? '' : words.needed(needs.map((need) => words.needs[need]))
}
