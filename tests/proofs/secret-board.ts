/** A message that was looked at, stood on the board, and was taken off: nobody reads it there any more; and a fault with its page. */
import type { Caller } from './secret-caller.ts'
import { sendPlanted, wordsOf, workOn, type Desk, type PlantedLetter } from './secret-letters.ts'

export const plantBoard = async (caller: Caller, desk: Desk): Promise<PlantedLetter[]> => {
  const { words } = caller
  const fault = await sendPlanted(caller, 'fault', {
    kind: 'fault',
    page: `/articles/${wordsOf(words, 'fault').latin('page', 'sender')}`
  })
  const message = await sendPlanted(caller, 'message', { kind: 'message', publishConsent: true })
  const own = wordsOf(words, 'message')
  const { act } = workOn(caller, desk, message)
  const mail = `${own.latin('e-mail that may stand', 'desk')}@example.com`
  await act(desk.registry, 'PUT', 'listing', {
    title: `粮食产量${own.latin('title for the board', 'desk')}`,
    question: `请问粮食产量是多少？${own.latin('question for the board', 'desk')}，来信 ${mail}`,
    kept: [{ text: mail, reason: own.desk('why it may stand') }]
  })
  // a word of the copy is put on the list, and the message looked at again
  const body = { lines: ['请问粮食产量'], grade: 'hold' }
  await caller.call('POST', '/desk/sensitive-words', {}, { session: desk.registry, body })
  await act(desk.registry, 'POST', 'second-look', { reason: own.desk('why it may be listed') }, 204)
  await act(desk.registry, 'POST', 'unlisting', { reason: own.sender('why it is not shown') })
  await caller.call('GET', '/board', {}, { query: { words: words.make('search on the board', 'nobody') } })
  return [fault, message].map((letter) => ({ ...letter, office: undefined }))
}
