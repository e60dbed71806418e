/** Finds what looks like personal data in a text, names among it. */
import { findPersonalData, narrow, type PersonalDataPlace } from '#contract/personal-data.ts'
import { nameWords } from './name-words.ts'
import { findNames } from './personal-names.ts'

/** All places of a text that look like personal data, in their order; none overlaps another. Offsets in UTF-16 units. */
export async function findAllPersonalData(text: string): Promise<PersonalDataPlace[]> {
  const names = findNames(await nameWords(), narrow(text))
  return findPersonalData(
    text,
    names.map(({ start, end }): PersonalDataPlace => ({ kind: 'name', start, end }))
  )
}
