/** Who sends in storm:posts: a crowd of addresses that does no work, and one ordinary person whose phone does it. */
import { request } from 'node:http'
import { findNumber } from '../../src/citizen/core/work-hash.ts'
import { ask, letterDraft, type Answer } from './caller.ts'

/** What a phone is asked to solve. */
export interface Asked {
  readonly parameters: Parameters<typeof findNumber>[0]
  readonly signature: string
}

export type Draft = ReturnType<typeof letterDraft>

/** A message to the board, as the storm writes it: words that can be looked for afterwards. */
export const stormDraft = (n: number): Draft =>
  letterDraft({ kind: 'message', publishConsent: true, title: `风暴里的第 ${n} 条`, text: '同样的话又来了一遍。' })

/** An address of the storm's networks; no two lie in one block of 256. */
export const stormAddress = (n: number): string => `10.${Math.floor(n / 250)}.${n % 250}.9`

export const post = (base: string, body: Draft, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  ask(base, 'POST', '/letters', { body, headers })

export const workOf = ({ body }: Answer): Asked | undefined => (body as { work?: Asked } | undefined)?.work

/** The header that a phone sends back; solved by the code that runs on the phone. */
export const solve = (challenge: Asked): string => {
  const found = findNumber(challenge.parameters, 0, 2 ** 32)
  const { parameters, signature } = challenge
  return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { ...found, time: 1 } }))
}

/** Sends as the app does: once, and where work is asked for, again with it; a server that is busy is asked again. */
export const sendAsPhone = async (
  base: string,
  body: Draft,
  from: string
): Promise<{ readonly answer: Answer; readonly worked: boolean; readonly workMs: number }> => {
  const headers = { 'x-forwarded-for': from }
  let answer = await post(base, body, headers)
  let workMs = 0
  for (let tries = 0; tries < 6 && answer.status !== 201; tries += 1) {
    const challenge = workOf(answer)
    const began = performance.now()
    const work: Record<string, string> = challenge ? { 'x-work': solve(challenge) } : {}
    workMs += performance.now() - began
    answer = await post(base, body, { ...headers, ...work })
  }
  return { answer, worked: workMs > 0, workMs }
}

/** Posts from another address of this machine, which no server takes for a proxy. */
export const postFrom = (
  localAddress: string,
  base: string,
  body: Draft,
  headers: Readonly<Record<string, string>>
): Promise<number> =>
  new Promise((answer, refuse) => {
    const text = JSON.stringify(body)
    const sent = { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const asking = request(`${base}/api/letters`, { method: 'POST', localAddress, headers: sent }, (response) => {
      response.resume()
      response.on('end', () => answer(response.statusCode ?? 0))
    })
    asking.on('error', refuse)
    asking.end(text)
  })
