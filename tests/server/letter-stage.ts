/** What the tests of letters share: letters as a phone would write them. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { LetterDraft, LetterReceipt } from '#contract/letters.ts'
import { codeFrom } from '#contract/shapes.ts'

/** A fresh query code. */
export const newCode = (): string => codeFrom(randomBytes(12))

/** A letter that nobody has sent yet. */
export const draft = (changes: Partial<LetterDraft> = {}): LetterDraft => ({
  id: uuidv7(),
  code: newCode(),
  deviceToken: randomBytes(32).toString('base64url'),
  kind: 'enquiry',
  title: '租房的钱算不算居住类价格',
  text: '自己住的房子没有付租金，这部分怎么算进去？',
  privacyNotice: '2026-11',
  ...changes
})

/** Sends what may or may not be a letter. */
export const post = async (app: FastifyInstance, body: object): Promise<LightMyRequestResponse> =>
  await app.inject({ method: 'POST', url: '/api/letters', payload: body })

/** Sends a letter that will be taken. */
export const sent = async (app: FastifyInstance, letter: LetterDraft): Promise<LetterReceipt> => {
  const response = await post(app, letter)
  if (response.statusCode !== 201) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json<LetterReceipt>()
}

/** Asks for a letter from outside. */
export const open = async (
  app: FastifyInstance,
  number: string,
  authorization?: string
): Promise<LightMyRequestResponse> =>
  await app.inject({ url: `/api/letters/${number}`, headers: authorization ? { authorization } : {} })
