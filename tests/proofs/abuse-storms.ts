/** Hundreds of guesses at once: what is allowed one by one must not be more when all are under way together. */
import {
  address,
  freshAddress,
  missingNumber,
  newTally,
  open,
  perNetwork,
  perNumber,
  put,
  sendLetters
} from './abuse-guesses.ts'
import type { Ledger } from './abuse-ledger.ts'
import { freshCode, type Answer } from './caller.ts'

const many = 300

export const stormStages = [
  'at once, at an existing number',
  'at once, at a number that does not exist',
  'at once, from one network'
] as const

const allAtOnce = (count: number, ask: (n: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => ask(n)))

/** Fires them at a number that exists, at one that does not, and from one network. */
export const storms = async (base: string, ledger: Ledger): Promise<void> => {
  const [attacked, opened] = await sendLetters(base, 2)
  const { number, code, deviceToken } = attacked!
  const network = freshAddress()
  const kinds: readonly [string, number, (n: number) => Promise<Answer>][] = [
    [
      stormStages[0],
      perNumber,
      // the last of them is the right one
      (n) => open(base, number, `Code ${n === many - 1 ? code : freshCode()}`, address(n))
    ],
    [
      stormStages[1],
      perNumber,
      (
        (absent) => (n: number) =>
          open(base, absent, `Code ${freshCode()}`, address(n))
      )(missingNumber())
    ],
    [stormStages[2], perNetwork, () => open(base, missingNumber(), `Code ${freshCode()}`, network)]
  ]
  for (const [stage, allowed, ask] of kinds) {
    const tally = newTally()
    const [answers, device] = await Promise.all([
      allAtOnce(many, ask),
      open(base, number, `Device ${deviceToken}`, network)
    ])
    for (const answer of answers) put(tally, answer)
    ledger.device(stage, device)
    ledger.device(stage, await open(base, number, `Device ${deviceToken}`, network))
    ledger.note(stage, tally.others === 0, `${tally.others} were answered with another status`)
    const looked = tally.checked + tally.hits
    ledger.note(stage, looked === allowed, `${looked} of ${many} were checked, not ${allowed}`)
    ledger.figures[stage] = `${many} guesses, ${looked} checked, ${tally.refused} refused, ${tally.hits} hits`
  }
  // who knows the code is never taken for somebody who guesses
  const home = freshAddress()
  const right = await allAtOnce(60, () => open(base, opened!.number, `Code ${opened!.code}`, home))
  const refused = right.filter(({ status }) => status !== 200).length
  ledger.note('right codes at once', refused === 0, `${refused} of 60 right codes at once were refused`)
}
