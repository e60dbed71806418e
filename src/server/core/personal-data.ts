/** Finds what looks like personal data in a text, names among it. */
import type { Contact } from '#contract/letters.ts'
import { findPersonalData, narrow, type PersonalDataPlace } from '#contract/personal-data.ts'
import { nameWords } from './name-words.ts'
import { findNames } from './personal-names.ts'

/** The name of the sender wherever it stands, and the given name alone, as a reply may say it. */
function placesOfSender(text: string, { name }: Contact): PersonalDataPlace[] {
  const whole = narrow(name?.trim() ?? '')
  const letters = [...whole]
  const forms = [
    whole,
    letters.length === 3 ? letters.slice(1).join('') : '',
    letters.length === 4 ? letters.slice(2).join('') : ''
  ]
  return forms
    .filter((form) => [...form].length > 1)
    .flatMap((form) => {
      const places: PersonalDataPlace[] = []
      for (let start = text.indexOf(form); start !== -1; start = text.indexOf(form, start + form.length))
        places.push({ kind: 'name', start, end: start + form.length })
      return places
    })
}

/**
 * All places of a text that look like personal data, in their order; none overlaps another. Offsets in UTF-16 units.
 * `sender`: what is known of who wrote the letter is found for certain, however little it looks like a name.
 */
export async function findAllPersonalData(text: string, sender: Contact | null = null): Promise<PersonalDataPlace[]> {
  const plain = narrow(text)
  const names = findNames(await nameWords(), plain).map(({ start, end }): PersonalDataPlace => ({
    kind: 'name',
    start,
    end
  }))
  return findPersonalData(text, [...names, ...(sender ? placesOfSender(plain, sender) : [])])
}
