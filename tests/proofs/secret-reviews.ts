/** Reviews of secret:planted: one that ends on the ledger, and one whose exclusion is ruled upon. */
import type { Caller } from './secret-caller.ts'
import { bringTo, sendPlanted, wordsOf, type Desk, type PlantedLetter } from './secret-letters.ts'

type Step = readonly [what: string, session: Desk['registry'], body: Readonly<Record<string, unknown>>]

/** Rates a letter badly and takes the steps; who reviews it took no part in its answer. */
const review = async (caller: Caller, desk: Desk, letter: PlantedLetter, steps: readonly Step[]): Promise<string> => {
  const own = wordsOf(caller.words, letter.key)
  const { number, authorization } = letter
  const body = { grade: 1, reasons: ['other'], comment: `不好。${own.sender('comment of the rating')}` }
  await caller.call('PUT', '/letters/:number/rating', { number }, { authorization, body })
  const { reviews } = (await caller.call('GET', '/desk/reviews', {}, { session: desk.registry })).body as {
    reviews: readonly { id: string; letter: { id: string } }[]
  }
  const id = reviews.find((one) => one.letter.id === letter.id)?.id ?? ''
  for (const [what, session, more] of steps) {
    const read = await caller.call('GET', '/desk/reviews/:id', { id }, { session: desk.registry })
    const { revision } = read.body as { revision: number }
    await caller.call('POST', `/desk/reviews/:id/${what}`, { id }, { session, body: { ...more, revision } })
  }
  return id
}

/** Both letters, answered by the second office, with their reviews. */
export const reviewed = async (caller: Caller, desk: Desk): Promise<PlantedLetter[]> => {
  const answer = async (key: string): Promise<PlantedLetter> =>
    await bringTo(caller, desk, await sendPlanted(caller, key), { office: 1, until: 'answered' })
  const { registry, leader } = desk
  const ledger = await answer('on the ledger')
  const onLedger = wordsOf(caller.words, ledger.key)
  const ledgerReview = await review(caller, desk, ledger, [
    ['callback', registry, { means: 'phone', said: `打过。${onLedger.desk('what was said')}` }],
    [
      'decision',
      registry,
      { decision: 'ledger', reason: `要改。${onLedger.desk('reason of the decision')}`, ledgerDueOn: '2030-12-31' }
    ],
    ['feedback', registry, { text: `会改。${onLedger.sender('feedback')}` }],
    ['settlement', registry, { text: `改了。${onLedger.sender('settlement')}` }]
  ])
  const excluded = await answer('excluded')
  const ofExcluded = wordsOf(caller.words, excluded.key)
  const excludedReview = await review(caller, desk, excluded, [
    ['callback', registry, { means: 'email', said: `写过。${ofExcluded.desk('what was said')}` }],
    [
      'decision',
      registry,
      { decision: 'appealed', ground: 'mistaken', reason: `评错。${ofExcluded.desk('reason of the appeal')}` }
    ],
    ['ruling', leader, { ruling: 'excluded', reason: `属实。${ofExcluded.desk('reason of the ruling')}` }]
  ])
  return [
    { ...ledger, reviewId: ledgerReview },
    { ...excluded, reviewId: excludedReview }
  ]
}
