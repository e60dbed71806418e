/** All that is kept about a letter, for its holder: to look at, and as one archive with the files. */
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import yazl from 'yazl'
import type { OwnData } from '#contract/own-data.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { keptAddressesOf } from '../core/notices.ts'
import type { SentFile } from '../core/route.ts'
import { openAttachment } from './attachments.ts'
import { channelOf } from './channel.ts'
import { contactOf } from './contact.ts'
import { eventsOf, letterOf, type LetterRow } from './read.ts'
import { readOwnLetter } from './read-own.ts'
import { keepingOf } from './retention.ts'

/** The consent to publish as it was given and taken back; what was ticked when the letter was sent comes first. */
async function consentsOf(db: Db, letter: LetterRow): Promise<OwnData['consents']> {
  const { rows } = await sql<{ publish: boolean; at: string }>`
    select act = 'letter.consentGiven' as publish, at from audit_events
    where subject_kind = 'letter' and subject_id = ${letter.id} and act in ('letter.consentGiven', 'letter.consentTakenBack')
    order by at, id`.execute(db)
  const [first] = rows
  const sent = { publish: first ? !first.publish : letter.publishConsent, at: letter.receivedAt }
  return sent.publish ? [sent, ...rows] : rows
}

/** Reads it; the caller has checked that its holder asks. */
export async function readOwnData(context: Context, id: string): Promise<OwnData> {
  const { db, sealer } = context
  const row = await letterOf(db, id)
  const letter = await readOwnLetter(context, db, id)
  const { source, wayBackNote } = await channelOf(db, sealer, row, await eventsOf(db, id))
  const { number, kind, topic, state, receivedAt, title, rounds, thread, attachments, rating, ending, events } = letter
  return {
    id,
    number,
    kind,
    topic,
    state,
    source,
    receivedAt,
    title,
    page: row.page,
    contact: await contactOf(db, sealer, id),
    wayBackNote,
    notices: await keptAddressesOf(db, sealer, id),
    consents: await consentsOf(db, row),
    rounds,
    thread,
    attachments,
    rating,
    ending,
    events,
    publishedAs: letter.publishedAs,
    keeping: await keepingOf(db, id)
  }
}

/** The same as an archive: `own-data.json`, and the kept files below `files`, numbered so that no name stands twice. */
export async function exportOwnData(context: Context, id: string): Promise<SentFile> {
  const data = await readOwnData(context, id)
  const archive = new yazl.ZipFile()
  const content = archive.outputStream as Readable
  archive.on('error', (error) => content.destroy(error as Error))
  archive.addBuffer(Buffer.from(`${JSON.stringify(data, undefined, 2)}\n`), 'own-data.json')
  const kept = data.attachments.filter(({ state }) => state === 'kept')
  for (const [index, file] of kept.entries()) {
    const name = file.name.replace(/[\\/:]/g, '_')
    // a file is opened when the archive has come to it
    archive.addReadStreamLazy(`files/${index + 1}-${name}`, { compress: false }, (done) => {
      openAttachment(context, id, file.id).then(
        (opened) => done(null, opened.content),
        (error: unknown) => content.destroy(error as Error)
      )
    })
  }
  archive.end()
  return { type: 'application/zip', name: `${data.number}.zip`, content }
}
