/** The reviews of fuzz:api: of letters at the subjects' office, so that requests get past the first check. */
import { act, addPerson, ask, finish, type Session } from './caller.ts'

interface Answerable {
  readonly id: string
  readonly number: string
  readonly code: string
}

/** Signs letters whose drafts are handed in, rates them badly, and gives the ids of the reviews. */
export const setReviews = async (
  base: string,
  {
    administrator,
    registry,
    officeId,
    letters
  }: {
    readonly administrator: Session
    readonly registry: Session
    readonly officeId: string
    readonly letters: readonly Answerable[]
  }
): Promise<string[]> => {
  const person = { account: 'fuzz.signer', roles: ['leader'], officeId }
  const signer = await finish(base, await addPerson(base, administrator, person))
  for (const { id, number, code } of letters) {
    await act(base, signer, registry, id, 'POST', 'signature')
    const body = { grade: 1, reasons: ['late'] }
    await ask(base, 'PUT', `/letters/${number}/rating`, { authorization: `Code ${code}`, body })
  }
  const { body } = await ask(base, 'GET', '/desk/reviews', { session: registry })
  return (body as { reviews: readonly { id: string }[] }).reviews.map(({ id }) => id)
}
