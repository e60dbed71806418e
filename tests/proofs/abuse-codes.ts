/**
 * abuse:codes. Query codes are guessed from 10,000 forged addresses: at a server without a proxy, where forged headers
 * must gain nothing, and behind a proxy that really passes on so many addresses, a botnet. Nothing opens; a number and a
 * network have no more wrong codes looked at in an hour than promised, one by one or hundreds at once; numbers that do
 * not exist behave alike; the phone that sent the letter and people with other letters are never kept out.
 * 400, 20,000 or 100,000 guesses at each server. The plants take the guard out, and make it count after it has looked.
 */
import { judgeDraws, judgeForm } from './abuse-entropy.ts'
import {
  address,
  faceOf,
  forgedHeaders,
  freshAddress,
  guess,
  inParallel,
  missingNumber,
  newTally,
  open,
  openFrom,
  perNetwork,
  perNumber,
  put,
  sendLetters,
  sumOf,
  type Tally
} from './abuse-guesses.ts'
import { newLedger, type Ledger } from './abuse-ledger.ts'
import { storms, stormStages } from './abuse-storms.ts'
import { ask, freshCode, type HeldLetter } from './caller.ts'
import type { Plant } from './plant.ts'
import { dice, prove, type Dice } from './proof.ts'
import { startServer } from './server.ts'

const file = 'src/server/core/holder.ts'
const guardOut: readonly Plant[] = [
  { file, guard: 'if (byCode) await refuseWhenSpent(db, config, tries)', instead: '' },
  { file, guard: 'if (byCode) await admitTry(db, config, tries, !right)', instead: '' }
]
const countedLate: readonly Plant[] = [
  { file: 'src/server/core/limits.ts', guard: 'where request_counts.requests < ${limit.limit.most}', instead: '' }
]

const forgers = 10_000
const atOnce = 16
/** Windows are whole hours: what is fired stays within one. */
const now = '2026-11-23T09:05:00+08:00'
const anHourLater = '2026-11-23T10:05:00+08:00'

interface Target {
  readonly number: string
  readonly letter?: HeldLetter
  readonly tally: Tally
}

/** As many numbers that exist as such that don't. */
const targetsOf = (letters: readonly HeldLetter[]): Target[] =>
  letters.flatMap((letter) => [
    { number: letter.number, letter, tally: newTally() },
    { number: missingNumber(), tally: newTally() }
  ])

const summary = (targets: readonly Target[]): string => {
  const { checked, refused, hits, others } = sumOf(targets.map(({ tally }) => tally))
  return `${checked + refused + hits + others} guesses at ${targets.length} numbers, ${checked} checked, ${refused} refused, ${hits} hits`
}

const noHits = (ledger: Ledger, stage: string, targets: readonly Target[]): void => {
  for (const { number, tally } of targets) {
    ledger.note(stage, tally.hits === 0, `${tally.hits} guesses opened ${number}`)
    ledger.note(stage, tally.others === 0, `${tally.others} guesses at ${number} were answered with another status`)
  }
}

/** No proxy is trusted: whatever the headers say, it is one network. */
const forgedAtTheDoor = async (base: string, ledger: Ledger, throws: Dice, guesses: number): Promise<void> => {
  const stage = 'forged headers'
  const letters = await sendLetters(base, 12)
  const [neighbours, other] = [letters.pop()!, letters.pop()!]
  const targets = targetsOf(letters)
  await inParallel(guesses, atOnce, async (n) => {
    const target = throws.pick(targets)
    const headers = forgedHeaders(address(throws.below(forgers)))
    const code = guess(throws, target.letter?.code)
    put(target.tally, await ask(base, 'GET', `/letters/${target.number}`, { authorization: `Code ${code}`, headers }))
    if (n % 40 !== 0) return
    const own = throws.pick(letters)
    ledger.device(stage, await open(base, own.number, `Device ${own.deviceToken}`))
    const status = await openFrom('127.0.0.2', base, neighbours.number, `Code ${neighbours.code}`)
    ledger.neighbour(stage, status)
  })
  const { checked } = sumOf(targets.map(({ tally }) => tally))
  ledger.note(stage, checked === perNetwork, `${checked} guesses from one network were checked, not ${perNetwork}`)
  noHits(ledger, stage, targets)
  const shutOut = await ask(base, 'GET', `/letters/${other.number}`, {
    authorization: `Code ${other.code}`,
    headers: forgedHeaders(freshAddress())
  })
  ledger.note(stage, shutOut.status === 429, `a network that was shut out comes in again by a forged header`)
  ledger.figures['forged headers, no proxy'] = summary(targets)
}

/** As many networks as addresses: what each number allows must hold. */
const botnet = async (base: string, ledger: Ledger, throws: Dice, guesses: number): Promise<HeldLetter[]> => {
  const stage = 'botnet'
  const letters = await sendLetters(base, guesses < 10_000 ? 10 : 100)
  const [neighbours] = await sendLetters(base, 1)
  const targets = targetsOf(letters)
  const home = freshAddress()
  await inParallel(guesses, atOnce, async (n) => {
    const target = throws.pick(targets)
    const from = address(throws.below(forgers))
    put(target.tally, await open(base, target.number, `Code ${guess(throws, target.letter?.code)}`, from))
    if (n % 40 !== 0) return
    const own = throws.pick(letters)
    ledger.device(stage, await open(base, own.number, `Device ${own.deviceToken}`, from))
    ledger.neighbour(stage, (await open(base, neighbours!.number, `Code ${neighbours!.code}`, home)).status)
  })
  for (const { number, letter, tally } of targets) {
    const expected = Math.min(perNumber, tally.checked + tally.refused)
    const what = letter ? 'exists' : 'does not exist'
    ledger.note(
      stage,
      tally.checked === expected,
      `${tally.checked} guesses at ${number}, which ${what}, were checked, not ${expected}`
    )
    if (!letter || tally.refused === 0) continue
    const { status } = await open(base, number, `Code ${letter.code}`, freshAddress())
    // else an attacker would know the right one when it comes, however late
    ledger.note(
      stage,
      status === 429,
      `the right code for ${number} is told from wrong ones after the limit: ${status}`
    )
    ledger.device(stage, await open(base, number, `Device ${letter.deviceToken}`, freshAddress()))
  }
  noHits(ledger, stage, targets)
  ledger.figures['botnet'] = summary(targets)
  ledger.figures['checked of each number'] =
    `${Math.max(...targets.map(({ tally }) => tally.checked))} at most, ${perNumber} allowed`
  return letters
}

/** Guess by guess, a number that exists and one that does not are told apart by nothing. */
const alike = async (base: string, ledger: Ledger, pairs: number): Promise<void> => {
  const stage = 'alike'
  let steps = 0
  for (const { number, code, deviceToken } of await sendLetters(base, pairs)) {
    const absent = missingNumber()
    for (let n = 1; n <= perNumber + 4; n += 1) {
      const there = await open(base, number, `Code ${freshCode()}`, freshAddress())
      const notThere = await open(base, absent, `Code ${freshCode()}`, freshAddress())
      const [one, two] = [faceOf(there), faceOf(notThere)]
      steps += 1
      ledger.note(stage, one === two && one.includes('"waits":true'), `guess ${n}: ${one} and ${two}`)
      const expected = n <= perNumber ? 404 : 429
      ledger.note(stage, there.status === expected, `guess ${n} was answered with ${there.status}, not ${expected}`)
      const device = await open(base, number, `Device ${deviceToken}`, freshAddress())
      ledger.device(stage, device)
      // the right code is let in as long as wrong ones are, and uses nothing up
      const right = await open(base, number, `Code ${code}`, freshAddress())
      const due = n < perNumber ? 200 : 429
      ledger.note(stage, right.status === due, `after ${n} wrong codes the right one is answered with ${right.status}`)
      if (due === 429)
        ledger.note(
          stage,
          faceOf(right) === faceOf(await open(base, number, `Code ${freshCode()}`, freshAddress())),
          'a right code that is refused looks unlike a wrong one'
        )
    }
  }
  ledger.figures['existing and not existing numbers'] = `${steps} guesses at each, answers compared one by one`
}

const networkStages = ['one /64', 'forged before the real address'] as const

/** What counts as one network, and what does not. */
const oneNetwork = async (base: string, ledger: Ledger): Promise<void> => {
  const [letter] = await sendLetters(base, 1)
  const { number, code, deviceToken } = letter!
  const spread = (n: number): string => {
    const host = `${n.toString(16)}:${(n * 7919).toString(16).slice(-4)}:0:${n}`
    return n % 3 === 0 ? `2001:DB8:77:1:${host}` : n % 3 === 1 ? `2001:0db8:0077:0001:${host}` : `2001:db8:77:1::${n}`
  }
  const ways: readonly [string, (n: number) => string][] = [
    [networkStages[0], spread],
    // a proxy writes the address it sees behind whatever was there
    [networkStages[1], (n) => `${address(n)}, 203.0.113.77`]
  ]
  for (const [stage, from] of ways) {
    const tally = newTally()
    await inParallel(60, 8, async (n) => {
      put(tally, await open(base, missingNumber(), `Code ${freshCode()}`, from(n)))
    })
    ledger.note(stage, tally.checked === perNetwork, `${tally.checked} of 60 were checked, not ${perNetwork}`)
    const { status } = await open(base, number, `Code ${code}`, from(61))
    ledger.note(stage, status === 429, `the right code from a network shut out is answered with ${status}`)
    ledger.device(stage, await open(base, number, `Device ${deviceToken}`, from(62)))
    ledger.figures[stage] = `60 guesses, ${tally.checked} checked, ${tally.refused} refused`
  }
  const apart = newTally()
  await inParallel(40, 8, async (n) => {
    put(apart, await open(base, missingNumber(), `Code ${freshCode()}`, `2001:db8:77:${(n + 2).toString(16)}::1`))
  })
  ledger.note('forty /64', apart.checked === 40, `${40 - apart.checked} of 40 networks suffer for another`)
  const neighbour = await open(base, number, `Code ${code}`, '2001:db8:77:2::9')
  ledger.neighbour('forty /64', neighbour.status)
}

/** The next hour begins anew for a number that was shut out. */
const nextHour = async (base: string, ledger: Ledger, victims: readonly HeldLetter[]): Promise<void> => {
  for (const { number, code } of victims.slice(0, 5)) {
    const wrong = await open(base, number, `Code ${freshCode()}`, freshAddress())
    const right = await open(base, number, `Code ${code}`, freshAddress())
    const statuses = `${wrong.status} and ${right.status}`
    ledger.note('the next hour', statuses === '404 and 200', `a wrong and a right code are answered with ${statuses}`)
  }
}

const plantsShow = ['forged headers', 'botnet', 'alike', ...networkStages, ...stormStages]

await prove('abuse:codes', async ({ form, plant, seed }) => {
  const guesses = plant ? 400 : { short: 400, normal: 20_000, long: 100_000 }[form]
  const ledger = newLedger()
  const throws = dice(seed)
  const plants = plant ? guardOut : []
  const behindProxy = { TRUSTED_PROXIES: '127.0.0.1', FAKE_NOW: now }

  const door = await startServer({ settings: { FAKE_NOW: now }, plants })
  await forgedAtTheDoor(door.base, ledger, throws, guesses)
  const forms = await judgeForm(door.base, (good, what) => ledger.note('form', good, what))
  await door.stop()

  const { dataDir } = door
  const proxied = await startServer({ dataDir, settings: behindProxy, plants })
  const victims = await botnet(proxied.base, ledger, throws, guesses)
  await alike(proxied.base, ledger, { short: 2, normal: 20, long: 50 }[form])
  await oneNetwork(proxied.base, ledger)
  if (!plant) await storms(proxied.base, ledger)
  await proxied.stop()

  if (plant) {
    const late = await startServer({ dataDir, settings: behindProxy, plants: countedLate })
    await storms(late.base, ledger)
  } else if (form !== 'short') {
    const later = await startServer({ dataDir, settings: { ...behindProxy, FAKE_NOW: anHourLater } })
    await nextHour(later.base, ledger, victims)
  }
  const draws = { short: 20_000, normal: 100_000, long: 500_000 }[form]
  const drawn = judgeDraws(draws, (good, what) => ledger.note('draws', good, what))
  const { checked, failures, failed } = ledger.summary()
  return {
    figures: { ...ledger.figures, 'forms of a code shown to the server': forms, ...drawn },
    checked,
    failures,
    notCaught: plant ? plantsShow.filter((stage) => !failed.has(stage)) : []
  }
})
