/** What a registration must keep to beyond its shape, as pure rules; rows of a table keep to the same. */
import { furthestDueDays, oldestReceiptDays } from '#contract/channels.ts'
import type { LetterRegistration } from '#contract/letters-channels.ts'
import { isDay, plusDays } from '#contract/calendar.ts'
import type { FieldError } from '#contract/problem.ts'

type Days = Pick<LetterRegistration, 'source' | 'receivedOn' | 'dueOn' | 'dueReason'>

/** What is wrong with the days of a registration, in the form of the problem document. */
export function wrongDays({ source, receivedOn, dueOn, dueReason }: Days, today: string): FieldError[] {
  const wrong = (pointer: string, rule: string, limit?: string): FieldError[] => [
    { pointer, rule, ...(limit === undefined ? {} : { limit }) }
  ]
  const oldest = plusDays(today, -oldestReceiptDays)
  if (!isDay(receivedOn)) return wrong('/receivedOn', 'format', 'date')
  if (receivedOn > today) return wrong('/receivedOn', 'maximum', today)
  if (receivedOn < oldest) return wrong('/receivedOn', 'minimum', oldest)
  if (dueOn === undefined) return dueReason === undefined ? [] : wrong('/dueReason', 'dependentRequired')
  const furthest = plusDays(receivedOn, furthestDueDays)
  if (source !== 'hotline') return wrong('/dueOn', 'const')
  if (!isDay(dueOn)) return wrong('/dueOn', 'format', 'date')
  if (dueOn < receivedOn) return wrong('/dueOn', 'minimum', receivedOn)
  if (dueOn > furthest) return wrong('/dueOn', 'maximum', furthest)
  return []
}
