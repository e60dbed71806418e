/** Who may come together, as pure rules for both sides. */
import type { FieldError } from './problem.ts'
import type { Party } from './open-days.ts'

/**
 * What is wrong with a party, as the fields of the form; empty when nothing is.
 * @param most how many people of one booking the slot takes
 */
export function partyErrors({ kind, people, minors, groupName }: Party, most: number): FieldError[] {
  const errors: FieldError[] = []
  if (people > most) errors.push({ pointer: '/party/people', rule: 'maximum', limit: most })
  if (kind === 'alone' && people !== 1) errors.push({ pointer: '/party/people', rule: 'maximum', limit: 1 })
  if (kind !== 'alone' && people < 2) errors.push({ pointer: '/party/people', rule: 'minimum', limit: 2 })
  // 未成年人保护法 16: a minor comes with whoever looks after it
  if (minors >= people) errors.push({ pointer: '/party/minors', rule: 'guardian' })
  if (kind === 'group' && groupName === undefined) errors.push({ pointer: '/party/groupName', rule: 'required' })
  if (kind !== 'group' && groupName !== undefined)
    errors.push({ pointer: '/party/groupName', rule: 'additionalProperties' })
  return errors
}
