/** What the tests of the channels share: registrations, tables to import, files that the ledger gives. */
import type { LightMyRequestResponse } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { LetterRegistration, RegisteredLetter } from '#contract/letters-channels.ts'
import type { ImportColumns, ImportLook, ImportMapping, ImportOutcome } from '#contract/letters-ledger.ts'
import { clock } from '#server/core/clock.ts'
import type { Colleague } from './staff.ts'

/** A letter that came by telephone today and that nobody has registered yet. */
export const registration = (changes: Partial<LetterRegistration> = {}): LetterRegistration => ({
  id: uuidv7(),
  source: 'phone',
  receivedOn: clock.today(),
  kind: 'enquiry',
  topic: 'figures',
  title: '去年的粮食产量是多少',
  text: '打来电话问去年全市的粮食产量，要写材料用。',
  wayBack: 'phone',
  ...changes
})

export const register = async (who: Colleague, body: object): Promise<LightMyRequestResponse> =>
  await who.send('POST', '/desk/letters', body)

export const registered = async (who: Colleague, body: LetterRegistration): Promise<RegisteredLetter> => {
  const response = await register(who, body)
  if (response.statusCode !== 201) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json<RegisteredLetter>()
}

const octets = { 'content-type': 'application/octet-stream' }

export const look = async (who: Colleague, source: string, bytes: Buffer): Promise<LightMyRequestResponse> =>
  await who.send('POST', `/desk/import-looks?source=${source}`, bytes, octets)

export const looked = async (who: Colleague, source: string, bytes: Buffer): Promise<ImportLook> => {
  const response = await look(who, source, bytes)
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json<ImportLook>()
}

/** Says which column is which field; returns the revision of the mapping. */
export const map = async (who: Colleague, source: string, columns: ImportColumns, revision = 0): Promise<number> => {
  const response = await who.send('PUT', `/desk/import-mappings/${source}`, { columns, revision })
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json<ImportMapping>().revision
}

export const importFile = async (
  who: Colleague,
  source: string,
  mapping: number,
  bytes: Buffer
): Promise<LightMyRequestResponse> =>
  await who.send('POST', `/desk/imports?source=${source}&mapping=${mapping}`, bytes, octets)

export const imported = async (
  who: Colleague,
  source: string,
  mapping: number,
  bytes: Buffer
): Promise<ImportOutcome> => {
  const response = await importFile(who, source, mapping, bytes)
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json<ImportOutcome>()
}
