/** The way of a message to a case out of the outbox, and back into the text box of its case. */
import type { Letter } from '#contract/letters.ts'
import { renewed } from './cases.ts'
import { type MessageItem, write } from './phone.ts'
import type { Way } from './post-way.ts'

export const messageWay: Way<MessageItem> = {
  async send(item, { api, holderHeaders }) {
    const { params, body, proof } = item
    const letter = await api(item.route, { params, body, headers: holderHeaders({ ...proof }) })
    await write(['outbox', 'cases'], async (transaction) => {
      const cases = transaction.objectStore('cases')
      const known = await cases.get(params.number)
      // a case that was taken off this phone meanwhile does not come back
      if (known !== undefined) await cases.put(renewed(known, letter))
      await transaction.objectStore('outbox').delete(item.id)
    })
    return params.number
  },

  async giveBack(item, back, refusal) {
    const store = back.objectStore('messages')
    const { number } = item.params
    const written = (await store.get(number))?.text.trim() ?? ''
    await store.put({
      number,
      kind: item.body.kind,
      text: written === '' ? item.body.text : `${item.body.text}\n\n${written}`,
      savedAt: new Date().toISOString(),
      ...(refusal === undefined ? {} : { problem: refusal.problem })
    })
    return {}
  },

  async sentAs(id, known) {
    const all = await known.objectStore('cases').getAll()
    return all.find(({ letter }) => sentIn(letter, id))?.number
  },

  isWritten: () => Promise.resolve(false)
}

/** Whether a kept copy of a letter holds the message; copies of earlier versions know no threads. */
function sentIn(letter: Partial<Letter> | undefined, id: string): boolean {
  return letter?.thread?.some((entry) => entry.id === id) === true
}
