/**
 * The load of crash:app: phones that send letters until they have a receipt, and a desk that carries letters to their
 * answer. Both keep what was acknowledged, and say at once when an answer is none that an outage may give.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { ask, letterDraft, type Answer, type Session } from './caller.ts'
import { writeArticles, type Newsroom, type WrittenArticle } from './crash-articles.ts'
import { makeBookings, type MadeBooking } from './crash-bookings.ts'
import { freshDocument, sendPieces, type SentFile } from './crash-uploads.ts'
import type { Dice } from './proof.ts'

type Draft = ReturnType<typeof letterDraft>

export interface Receipt {
  readonly id: string
  readonly number: string
  readonly receivedAt: string
  readonly due: unknown
}

/** A letter as the phone keeps it once it has a receipt. */
export interface SentLetter {
  readonly draft: Draft
  readonly receipt: Receipt
}

/** An act of the desk that was answered with success. */
export interface DoneAct {
  readonly letterId: string
  readonly what: 'assignment' | 'draft' | 'submission' | 'signature'
  /** the revision after it */
  readonly revision: number
  /** the office, or the text of the draft */
  readonly content: string
}

/** The desk's people, signed in before the first kill: their sessions must outlive every one. */
export interface Desk {
  readonly registry: Session
  readonly handler: Session
  readonly head: Session
  readonly officeId: string
  readonly newsroom: Newsroom
}

export interface Load {
  readonly sent: readonly SentLetter[]
  readonly acts: readonly DoneAct[]
  /** what was acknowledged of each article */
  readonly articles: readonly WrittenArticle[]
  readonly bookings: readonly MadeBooking[]
  /** files of which the server acknowledged the last byte */
  readonly files: readonly SentFile[]
  /** answers that no outage may give, and receipts that differ */
  readonly faults: readonly string[]
  /** answers by status; 0 is a broken connection */
  readonly answers: ReadonlyMap<number, number>
  /** writes that have been sent and not answered */
  readonly inFlight: () => number
  /** files of which some bytes are sent and not all acknowledged */
  readonly uploading: () => number
  /** no new letters; resolves when everything begun has been acknowledged */
  readonly finish: () => Promise<void>
}

const retryMs = 80
const patienceMs = 10_000

/** Starts the load. It goes on through outages until `finish`. */
export const startLoad = (base: string, desk: Desk, phones: number, photographers: number, dice: Dice): Load => {
  const sent: SentLetter[] = []
  const acts: DoneAct[] = []
  const files: SentFile[] = []
  const faults: string[] = []
  const answers = new Map<number, number>()
  const toAnswer: SentLetter[] = []
  let writes = 0
  let uploads = 0
  let ending = false

  const count = (status: number): Map<number, number> => answers.set(status, (answers.get(status) ?? 0) + 1)

  /** Asks until there is an answer that is no outage. Every answer that an outage may not give is a fault. */
  const insist = async (
    method: string,
    path: string,
    asking: Parameters<typeof ask>[3]
  ): Promise<{ answer: Answer; tries: number }> => {
    for (let tries = 1; ; tries += 1) {
      let answer: Answer | undefined
      if (method !== 'GET') writes += 1
      try {
        answer = await ask(base, method, path, { ...asking, signal: AbortSignal.timeout(patienceMs) })
      } catch (error) {
        // the connection broke, as it does when somebody pulls the plug
        if (error instanceof Error && error.name === 'TimeoutError')
          faults.push(`${method} ${path}: no answer in ${patienceMs / 1000} s`)
      } finally {
        if (method !== 'GET') writes -= 1
      }
      count(answer?.status ?? 0)
      if (answer && answer.status !== 503) {
        if (answer.status >= 500) faults.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 200)}`)
        if (answer.status < 500) return { answer, tries }
      }
      if (answer?.status === 503) {
        const after = Number(answer.headers['retry-after'])
        if (!(after > 0 && after <= 30))
          faults.push(`${method} ${path}: 503 with Retry-After ${answer.headers['retry-after'] ?? 'missing'}`)
      }
      await wait(retryMs)
    }
  }

  const sendOnce = async (draft: Draft): Promise<Receipt | undefined> => {
    const { answer } = await insist('POST', '/letters', { body: draft })
    if (answer.status === 201) return answer.body as Receipt
    faults.push(`a letter was answered with ${answer.status}: ${answer.text.slice(0, 200)}`)
    return undefined
  }

  const phone = async (): Promise<void> => {
    while (!ending) {
      const named = dice.chance(0.5)
      const mark = randomBytes(8).toString('hex')
      const draft = letterDraft({
        title: `来信 ${mark}`,
        text: `请问 ${mark} 的数据在哪里公布？${'详'.repeat(dice.below(400))}`,
        ...(named ? { contact: { name: `写信人${mark}`, phone: '13800138000' } } : {})
      })
      // an impatient thumb: the same letter twice at once, or again after the receipt
      const impatient = dice.next()
      const receipts = await Promise.all(impatient < 0.1 ? [sendOnce(draft), sendOnce(draft)] : [sendOnce(draft)])
      if (impatient > 0.9) receipts.push(await sendOnce(draft))
      const [receipt] = receipts
      if (!receipt) continue
      if (receipt.id !== draft.id) faults.push(`the receipt of ${draft.id} names ${receipt.id}`)
      if (receipts.some((other) => JSON.stringify(other) !== JSON.stringify(receipt)))
        faults.push(`${draft.id} has two different receipts`)
      const kept = { draft, receipt }
      sent.push(kept)
      if (toAnswer.length < 40) toAnswer.push(kept)
      await wait(dice.below(25))
    }
  }

  /** Sends letters with a document each, which follows in pieces through every outage. */
  const photographer = async (): Promise<void> => {
    while (!ending) {
      const mark = randomBytes(8).toString('hex')
      const file = freshDocument()
      const attachments = [{ id: file.id, name: `${mark}.pdf`, size: file.bytes.length }]
      const draft = letterDraft({ title: `附件 ${mark}`, text: `材料 ${mark} 附上，请看。`, attachments })
      const receipt = await sendOnce(draft)
      if (!receipt) continue
      sent.push({ draft, receipt })
      uploads += 1
      await sendPieces(base, draft.deviceToken, file, { count, faults, retryMs })
      uploads -= 1
      files.push({ ...file, number: receipt.number })
    }
  }

  /** Does one act; after a broken connection the letter tells whether it was done. */
  const doAct = async (
    letterId: string,
    session: Session,
    revision: number,
    {
      what,
      method,
      content,
      body
    }: { what: DoneAct['what']; method: string; content: string; body: Readonly<Record<string, unknown>> }
  ): Promise<boolean> => {
    // an assignment accepts the letter, too
    const next = revision + (what === 'assignment' ? 2 : 1)
    const path = `/desk/letters/${letterId}`
    const { answer, tries } = await insist(method, `${path}/${what}`, { session, body: { ...body, revision } })
    const changed = answer.status === 409 && tries > 1
    const after = changed ? (await insist('GET', path, { session: desk.registry })).answer : answer
    const now = (after.body as { revision?: number }).revision
    if (after.status !== 200 || now !== next) {
      faults.push(
        `${what} of ${letterId}: ${answer.status}, then revision ${now ?? 'none'} after ${revision}: ${answer.text.slice(0, 160)}`
      )
      return false
    }
    acts.push({ letterId, what, revision: now, content })
    return true
  }

  const clerk = async (): Promise<void> => {
    for (;;) {
      const letter = toAnswer.shift()
      if (!letter) {
        if (ending) return
        await wait(20)
        continue
      }
      const { id } = letter.draft
      const text = `答复 ${randomBytes(8).toString('hex')}：见统计公报。`
      const steps = [
        [
          desk.registry,
          { what: 'assignment', method: 'POST', content: desk.officeId, body: { officeId: desk.officeId } }
        ],
        [desk.handler, { what: 'draft', method: 'PUT', content: text, body: { text } }],
        [desk.handler, { what: 'submission', method: 'POST', content: '', body: {} }],
        [desk.head, { what: 'signature', method: 'POST', content: text, body: {} }]
      ] as const
      let revision = 1
      for (const [session, step] of steps) {
        if (!(await doAct(id, session, revision, step))) break
        revision += step.what === 'assignment' ? 2 : 1
      }
    }
  }

  const writing = writeArticles(desk.newsroom, { insist, faults, ending: () => ending })
  const visiting = makeBookings({ insist, faults, ending: () => ending, dice })
  const working = [
    writing.done,
    visiting.done,
    ...Array.from({ length: phones }, phone),
    ...Array.from({ length: photographers }, photographer),
    ...Array.from({ length: 3 }, clerk)
  ]
  return {
    sent,
    acts,
    files,
    articles: writing.articles,
    bookings: visiting.bookings,
    faults,
    answers,
    inFlight: () => writes,
    uploading: () => uploads,
    finish: async () => {
      ending = true
      await Promise.all(working)
    }
  }
}
