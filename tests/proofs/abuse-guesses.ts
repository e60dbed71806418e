/** What abuse:codes fires and how it reads the answers: guesses from forged addresses, many at once. */
import { request } from 'node:http'
import { ask, freshCode, sendLetter, type Answer, type HeldLetter } from './caller.ts'
import type { Dice } from './proof.ts'

/** Wrong codes that are really looked at in an hour, by hand from the promise in src/server/core/holder.ts. */
export const perNumber = 10
export const perNetwork = 30

/** An IPv4 address of its own for each `n` up to 131,071 (RFC 2544: nobody lives there). */
export const address = (n: number): string => `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`

let used = 100_000
/** An address that nothing came from before. */
export const freshAddress = (): string => address((used += 1))

let missing = 0
/** A number of the same series that no letter has. */
export const missingNumber = (): string => `ZX-2026-${String(900_000 + (missing += 1))}`

/** All the headers by which proxies are known to tell an address. */
export const forgedHeaders = (from: string): Record<string, string> => ({
  'x-forwarded-for': from,
  forwarded: `for=${from}`,
  'x-real-ip': from,
  'x-client-ip': from,
  'true-client-ip': from,
  'cf-connecting-ip': from
})

export const open = (base: string, number: string, authorization: string, from?: string): Promise<Answer> =>
  ask(base, 'GET', `/letters/${number}`, { authorization, ...(from ? { headers: { 'x-forwarded-for': from } } : {}) })

/** Asks from another address of this machine, which is another network to the server. */
export const openFrom = (localAddress: string, base: string, number: string, authorization: string): Promise<number> =>
  new Promise((answer, refuse) => {
    request(`${base}/api/letters/${number}`, { localAddress, headers: { authorization } }, (response) => {
      response.resume()
      response.on('end', () => answer(response.statusCode ?? 0))
    })
      .on('error', refuse)
      .end()
  })

export const sendLetters = async (base: string, count: number): Promise<HeldLetter[]> => {
  const letters: HeldLetter[] = []
  for (let n = 0; n < count; n += 1) letters.push(await sendLetter(base))
  return letters
}

const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A wrong code: at random, a lazy one, or one that is right but for a letter. */
export const guess = ({ chance, below, pick }: Dice, right?: string): string => {
  if (right === undefined || chance(0.8)) return chance(0.9) ? freshCode() : pick(['0000-0000-0000', '1234-5678-9ABC'])
  const at = pick([0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13])
  const other = codeLetters.charAt((codeLetters.indexOf(right.charAt(at)) + 1 + below(31)) % 32)
  return right.slice(0, at) + other + right.slice(at + 1)
}

/** Does `work` for 0 … `count` - 1, `atOnce` at a time. */
export const inParallel = async (
  count: number,
  atOnce: number,
  work: (n: number) => Promise<unknown>
): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await work(n)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** What the answers to guesses tell: looked at and wrong (404), refused unseen (429), a hit (200), or anything else. */
export interface Tally {
  checked: number
  refused: number
  hits: number
  others: number
}

export const newTally = (): Tally => ({ checked: 0, refused: 0, hits: 0, others: 0 })

export const put = (tally: Tally, { status }: Answer): void => {
  if (status === 404) tally.checked += 1
  else if (status === 429) tally.refused += 1
  else if (status === 200) tally.hits += 1
  else tally.others += 1
}

export const sumOf = (tallies: Iterable<Tally>): Tally => {
  const sum = newTally()
  for (const one of tallies) {
    for (const kind of ['checked', 'refused', 'hits', 'others'] as const) sum[kind] += one[kind]
  }
  return sum
}

/** All of an answer that may tell something: the request's id is left out, and of the seconds to wait how many they are. */
export const faceOf = ({ status, headers, text }: Answer): string => {
  const document = JSON.parse(text) as { instance: string; retryAfter?: number }
  const { retryAfter } = document
  const waits =
    retryAfter === undefined
      ? !('retry-after' in headers)
      : retryAfter >= 1 && retryAfter <= 3600 && headers['retry-after'] === `${retryAfter}`
  const varying = ['date', 'x-request-id', 'retry-after', 'content-length']
  const kept = Object.entries(headers).filter(([name]) => !varying.includes(name))
  const constant = { ...document, instance: '', ...(retryAfter === undefined ? {} : { retryAfter: '' }) }
  return JSON.stringify({ status, headers: kept.sort(), document: constant, waits })
}
