/**
 * backup:roundtrip. Embedded database → archive → external database over TCP → archive → embedded again: every row, file
 * and key is there, codes still open letters, sealed contacts still open, articles read as before with their files, the
 * audit chain still holds, and series of numbers go on behind a gap. And an archive that is taken while letters and files come in is one moment of them. Normal: 10,000 letters; `--long`: 60,000, PostgreSQL 15 between.
 * The plant takes the snapshot away.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { uuidv7 } from 'uuidv7'
import type { LetterDraft } from '#contract/letters.ts'
import { codeFrom } from '#contract/shapes.ts'
import { longPdf } from '../server/attachment-makers.ts'
import { root } from '../step.ts'
import { debianCluster, digestsOf, secondCluster, series } from './backup-places.ts'
import { plantHere } from './plant-here.ts'
import { prove, type Finding, type Question } from './proof.ts'
import { freshFolder } from './server.ts'

const guard = {
  file: 'src/server/core/backup.ts',
  guard: 'begin isolation level repeatable read read only',
  instead: 'begin read only'
}
const passphrase = 'ROUND-TRIP-ROUND-TRIP'
// the cost of a guess is not what is measured here
const workFactor = 12

const draft = (n: number): LetterDraft => ({
  id: uuidv7(),
  code: codeFrom(randomBytes(12)),
  deviceToken: randomBytes(32).toString('base64url'),
  kind: 'enquiry',
  title: `第 ${n} 封`,
  text: `证物 ${n}: "'\\ \t\n𠮷 ${randomBytes(200).toString('base64')}`,
  contact: { name: '证人', phone: `139${String(10_000_000 + n)}` },
  privacyNotice: '2026-11'
})

const hold = async ({ form, plant }: Question): Promise<Finding> => {
  if (plant) await plantHere([guard])
  const { contextOf } = await import('#server/app.ts')
  const { sealAudit } = await import('#server/core/audit-chain.ts')
  const { verifyAudit } = await import('#server/core/audit-verify.ts')
  const { backup } = await import('#server/core/backup.ts')
  const { readConfig } = await import('#server/core/config.ts')
  const { openDatabase } = await import('#server/core/database.ts')
  const { migrate } = await import('#server/core/migrate.ts')
  const { restore } = await import('#server/core/restore.ts')
  const { libraryChanges } = await import('#server/articles/changes.ts')
  const { addFile, openFile, storedName } = await import('#server/articles/files.ts')
  const { filesIn, filesFolder } = await import('#server/core/files.ts')
  const { loadDemo } = await import('#server/demo.ts')
  const { openAsHolder } = await import('#server/letters/holder.ts')
  const { storeLetter } = await import('#server/letters/receive.ts')

  const letters = { short: 500, normal: 10_000, long: 60_000 }[form]
  const failures: string[] = []
  let checked = 0
  const note = (good: boolean, what: string): void => {
    checked += 1
    if (!good) failures.push(what)
  }
  const figures: Record<string, string | number> = {}
  const timed = async <V>(what: string, work: () => Promise<V>): Promise<V> => {
    const started = performance.now()
    try {
      return await work()
    } finally {
      figures[what] = `${((performance.now() - started) / 1000).toFixed(1)} s`
    }
  }

  const place = async (settings: Record<string, string> = {}) => {
    const config = readConfig({ DATA_DIR: await freshFolder(), LOG_LEVEL: 'silent', ...settings })
    const database = await openDatabase(config, () => undefined)
    return { config, database, owner: database.owner, db: database.db }
  }
  type Place = Awaited<ReturnType<typeof place>>
  const opened: Place[] = []
  const open = async (settings?: Record<string, string>): Promise<Place> => {
    const one = await place(settings)
    opened.push(one)
    return one
  }
  const between = (form === 'long' ? await debianCluster() : undefined) ?? (await secondCluster())
  figures['external database'] = between.name

  try {
    const source = await open()
    await migrate(source.owner)
    const context = contextOf(source.config, source.db)
    await loadDemo(context)
    const witnesses: { draft: LetterDraft; number: string }[] = []
    for (let n = 0; n < 5; n += 1) {
      const one = draft(n)
      witnesses.push({ draft: one, number: (await storeLetter(context, one)).number })
    }
    await source.owner.query(
      `insert into letters (id, kind, number, title, text, content_digest, code_hash, device_hash, received_at, received_on, started_on,
         limit_days, limit_source, due_on, state, revision, demo)
       select gen_random_uuid(), kind, 'ZZ-' || n, title, text || n, content_digest, code_hash, device_hash, received_at, received_on, started_on,
         limit_days, limit_source, due_on, 'received', 1, demo
       from (select * from letters limit 1) one, generate_series(1, $1::int) n`,
      [letters]
    )
    await source.owner.query(
      `insert into letter_events (id, letter_id, position, kind, at) select gen_random_uuid(), id, 1, 'received', received_at
       from letters where number like 'ZZ-%'`
    )
    const { rows: some } = await source.owner.query<{ articleId: string; staffId: string }>(
      `select a.id as "articleId", v.author_id as "staffId" from articles a join article_versions v on v.article_id = a.id limit 1`
    )
    const { articleId, staffId } = some[0]!
    const staff = { id: staffId }
    const sheet = longPdf(200_000)
    const ofArticle = await addFile(context, { staff, articleId, name: '附件.pdf', bytes: sheet })
    /** What phones keep: all articles that are public, as they are told. */
    const library = async (db: typeof source.db): Promise<string> => JSON.stringify(await libraryChanges(db))
    const published = await library(source.db)
    await sealAudit(source.db, source.config.auditHeadsFile)
    const files = new Map<string, Buffer>()
    for (let n = 0; n < 20; n += 1)
      files.set(`files/${n % 4}/附件 ${n}.bin`, randomBytes(n === 0 ? 5_000_000 : n * 1000))
    for (const [name, bytes] of files) {
      await mkdir(join(source.config.dataDir, name, '..'), { recursive: true })
      await writeFile(join(source.config.dataDir, name), bytes)
    }

    /** The last number of each series that one may be given of today. */
    const lastNumbers = async ({ owner }: Place): Promise<Map<string, number>> => {
      const { rows } = await owner.query<{ name: string; last: number }>(
        `select name, last from (select kind || ' ' || year as name, year, last from number_series
                                 union all select 'index ' || year, year, serial from index_numbers) all_series
         where year >= extract(year from now()) - 1`
      )
      return new Map(rows.map(({ name, last }) => [name, last]))
    }

    /** Looks at an installation as its people would. */
    const look = async (one: Place, name: string): Promise<void> => {
      const config = readConfig({ DATA_DIR: one.config.dataDir, LOG_LEVEL: 'silent' })
      const { sealer } = contextOf(config, one.db)
      note(config.secret.equals(source.config.secret), `${name}: the secret is another`)
      for (const { draft: witness, number } of witnesses) {
        const found = await openAsHolder(
          one.db,
          config,
          number,
          { kind: 'code', value: witness.code },
          '192.0.2.1'
        ).catch(() => '')
        note(found === witness.id, `${name}: the code does not open ${number}`)
        const { rows } = await one.owner.query<{ text: string; sealed: Buffer }>(
          `select text, contact_sealed as sealed from letters join letter_senders on letter_id = id where id = $1`,
          [witness.id]
        )
        note(rows[0]?.text === witness.text.trim(), `${name}: the text of ${number} is another`)
        const contact = rows[0] ? sealer.open(rows[0].sealed, `letter_senders/contact/${witness.id}`) : ''
        note(contact === JSON.stringify(witness.contact), `${name}: the contact of ${number} does not open`)
      }
      for (const [path, bytes] of files) {
        const found = await readFile(join(one.config.dataDir, path)).catch(() => Buffer.alloc(0))
        note(found.equals(bytes), `${name}: ${path} is another`)
      }
      note((await library(one.db)) === published, `${name}: other articles are public`)
      const found = await openFile(contextOf(config, one.db), articleId, ofArticle.id, false)
      const bytes = Buffer.concat(await found.content.toArray())
      note(bytes.equals(sheet), `${name}: the file of an article is another`)
      const verdict = await verifyAudit(one.db, config.auditHeadsFile)
      note(verdict.ok && verdict.sealed > 0, `${name}: the audit chain is broken`)
    }

    const folder = await freshFolder()
    const archive = (n: number) => join(folder, `${n}.age`)

    /** Out of the house and back again. */
    const journey = async (): Promise<void> => {
      const before = await digestsOf(source.owner)
      const rest = process.memoryUsage().rss
      let peak = rest
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
      const first = await timed('backup, embedded', () =>
        backup({ owner: source.owner, config: source.config, file: archive(1), passphrase, workFactor })
      )
      const abroad = await open({ DATABASE_URL: await between.makeDatabase('abroad') })
      await timed('restore, external', () =>
        restore({ owner: abroad.owner, config: abroad.config, file: archive(1), passphrase })
      )
      clearInterval(watch)
      note(
        JSON.stringify(await digestsOf(abroad.owner)) === JSON.stringify(before),
        'external: the rows are not those of the source'
      )
      await look(abroad, 'external')
      const restored = await lastNumbers(abroad)
      for (const [name, last] of await lastNumbers(source))
        note((restored.get(name) ?? 0) >= last + 10_000, `external: the series ${name} goes on where the archive ended`)
      figures['rows'] = first.tables.reduce((sum, table) => sum + table.rows, 0)
      figures['bytes of rows and files'] = [...first.tables, ...first.files].reduce((sum, one) => sum + one.bytes, 0)
      figures['bytes of the archive'] = (await stat(archive(1))).size
      figures['memory over rest'] = `${Math.round((peak - rest) / 1e6)} MB`

      // back, as an operator does it: by the command line, with a server's pool open beside it
      const home = await freshFolder()
      const command = async (settings: Record<string, string>, ...words: string[]) =>
        promisify(execFile)(process.execPath, [join(root, 'src/server/wenzheng.ts'), ...words], {
          cwd: home,
          env: { PATH: process.env['PATH'], BACKUP_PASSPHRASE: passphrase, ...settings }
        })
      const abroadUrl = abroad.config.databaseUrl ?? ''
      await timed('backup by command, external', () =>
        command({ DATA_DIR: abroad.config.dataDir, DATABASE_URL: abroadUrl }, 'backup', archive(2))
      )
      await timed('restore by command, embedded', () => command({ DATA_DIR: home }, 'restore', archive(2)))
      const back = await open({ DATA_DIR: home })
      note(
        JSON.stringify(await digestsOf(back.owner)) === JSON.stringify(before),
        'embedded again: the rows are not those of the source'
      )
      await look(back, 'embedded again')
      const third = await backup({
        owner: back.owner,
        config: readConfig({ DATA_DIR: home }),
        file: archive(3),
        passphrase,
        workFactor
      })
      const rowsOf = ({ tables }: typeof first) => JSON.stringify(tables.filter(({ name }) => !series.includes(name)))
      note(rowsOf(third) === rowsOf(first), 'the digests of the last archive are not those of the first')
      note(
        JSON.stringify(third.files) === JSON.stringify(first.files),
        'the files of the last archive are not those of the first'
      )
    }
    if (!plant) await journey()

    // one moment: letters and files come in while the archive is written
    let writing = true
    let written = 0
    let filesAdded = 0
    const adding = async () => {
      while (writing) {
        filesAdded += 1
        await addFile(context, { staff, articleId, name: `${filesAdded}.pdf`, bytes: longPdf(20_000) })
      }
    }
    // one of the two seals, as the server's job does: who waits for another's turn gives up on a slow machine
    const letterWriters = [true, false].map(async (seals) => {
      for (let own = 1; writing; own += 1) {
        await storeLetter(context, draft(1000 + written))
        written += 1
        if (seals && own % 25 === 0) await sealAudit(source.db, source.config.auditHeadsFile)
      }
    })
    const fileWriter = adding()
    for (let round = 0; round < (form === 'short' ? 1 : 3); round += 1) {
      const name = `busy_${round}`
      const target = await open({ DATABASE_URL: await between.makeDatabase(name) })
      try {
        await backup({ owner: source.owner, config: source.config, file: archive(4 + round), passphrase, workFactor })
        await restore({ owner: target.owner, config: target.config, file: archive(4 + round), passphrase })
        const { rows } = await target.owner.query<{ torn: number }>(
          `select (select count(*) from letters l where not exists (select from letter_events e where e.letter_id = l.id))
                + (select count(*) from audit_events a where a.subject_kind = 'letter' and not exists (select from letters l where l.id::text = a.subject_id)) as torn`
        )
        note(rows[0]?.torn === 0, `${name}: ${rows[0]?.torn ?? '?'} letters are torn`)
        const kept = filesIn(filesFolder(target.config.dataDir))
        const named = await target.owner.query<{ id: string; bytes: number }>('select id, bytes from article_files')
        for (const { id, bytes } of named.rows)
          note((await kept.size(storedName(id))) === bytes, `${name}: a file of an article is not in its place`)
        const verdict = await verifyAudit(target.db, target.config.auditHeadsFile)
        note(verdict.ok, `${name}: the audit chain is broken: ${JSON.stringify(verdict.faults.slice(0, 3))}`)
      } catch (error) {
        note(false, `${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    writing = false
    await Promise.all([...letterWriters, fileWriter])
    figures['letters, files of articles while archives were written'] = `${written}, ${filesAdded}`
    note(written > 0 && filesAdded > 0, 'nothing was written beside the backup')
    return { figures, checked, failures }
  } finally {
    for (const { database } of opened) await database.close()
    await between.stop()
  }
}

await prove('backup:roundtrip', hold)
