/** The letter that is open, with its messages that are still in the outbox. */
import { shallowRef } from 'vue'
import type { Letter } from '#contract/letters.ts'
import { isBorrowed, letterOf, lookAtLetter, readCase, seeCase, seenNow } from '../core/cases.ts'
import { readOutbox } from '../core/kept-lists.ts'
import type { KeptCase, MessageItem } from '../core/phone.ts'
import { type Act as ActOn, useHeld } from '../core/use-held.ts'

export { passes, type Own } from '../core/use-held.ts'

/** Does something with the letter. */
export type Act = ActOn<Letter>

export function useLetter(number: string) {
  /** messages of this letter that are still in the outbox */
  const waiting = shallowRef<MessageItem[]>([])
  const held = useHeld<KeptCase, Letter>(number, {
    find: readCase,
    isBorrowed,
    see: seeCase,
    async look() {
      const items = await readOutbox(number)
      waiting.value = items.filter((item) => item.route === 'POST /letters/:number/messages')
    },
    read: (call, own) => call('GET /letters/:number', own),
    thingOf: letterOf,
    async keep(letter, known) {
      await lookAtLetter(letter, known).catch(() => undefined)
      return seenNow(known, letter)
    }
  })
  return { ...held, waiting }
}
