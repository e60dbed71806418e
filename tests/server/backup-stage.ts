/** Installations to take backups from and to bring them back to, for tests. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { inject } from 'vitest'
import { contextOf } from '#server/app.ts'
import { sealAudit } from '#server/core/audit-chain.ts'
import { backup, type Manifest } from '#server/core/backup.ts'
import type { Config } from '#server/core/config.ts'
import { applicationRole, openDb, openPool } from '#server/core/db.ts'
import { migrate } from '#server/core/migrate.ts'
import { loadDemo } from '#server/demo.ts'
import { dropDatabase, inDatabase } from './database.ts'
import { freshConfig } from './fresh-app.ts'

/** An installation: a database without any table, and a data folder. */
export interface Place {
  readonly config: Config
  readonly owner: Pool
  readonly app: Pool
  readonly end: () => Promise<void>
}

/** An installation with nothing in it. */
export async function newPlace(settings: Record<string, string> = {}): Promise<Place> {
  const cluster = inject('cluster')
  const name = `backup_${randomBytes(8).toString('hex')}`
  const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-backup-'))
  const maker = openPool(cluster.address, { max: 1 })
  await maker.query(`create database ${name} template template0 encoding 'UTF8' strategy file_copy`)
  await maker.end()
  const address = inDatabase(cluster.address, name)
  const owner = openPool(address, { max: 3 })
  const app = openPool(address, { role: applicationRole })
  return {
    config: freshConfig(dataDir, settings),
    owner,
    app,
    end: async () => {
      await app.end()
      await owner.end()
      await dropDatabase(cluster, name)
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}

export const passphrase = 'CORRECT-HORSE'
/** The cheapest the format allows: the cost of a guess is not what is tested here. */
export const workFactor = 1
export const hostile = `'"\\ \u0001\u2028\t\r\n{}[],$1 %s 𠮷😀 \uffff ${'长'.repeat(500)}`

/** A row in each table that the demo leaves empty. */
const beyondTheDemo = `
  insert into canned_texts select gen_random_uuid(), '常用语', '感谢来信。', null, id, now() from people limit 1;
  insert into letter_views select gen_random_uuid(), id, '逾期', '{"due": "overdue"}', null, 1, now() from people limit 1;
  insert into letter_notes select gen_random_uuid(), l.id, p.id, '记一笔', now() from letters l, people p limit 1;
  insert into letter_alerts select gen_random_uuid(), id, 1, 'overdue', now() from letters limit 1;
  insert into letter_alerts_seen select a.id, p.id, now() from letter_alerts a, people p limit 1;
  insert into letter_ratings select letter_id, round, 2, '{late}', '晚了', now(), now() from letter_replies limit 1;
  insert into rating_reviews
  select gen_random_uuid(), letter_id, round, 1, grade, reasons, comment, rated_at, rated_at, 5, '期限', rated_at, false, 0
  from letter_ratings limit 1;
  insert into second_looks select gen_random_uuid(), l.id, p.id, '{刷单返利}', '可以公开', now() from letters l, people p limit 1;
  insert into letter_pauses
  select gen_random_uuid(), letter_id, round, 'survey-open', '等数据', started_on, started_on + 3, 20
  from letter_rounds limit 1;
  insert into board_supports select letter_id, '\\x01', now() from board_items limit 1;
  insert into knowledge_sources select k.id, l.id, null from knowledge_entries k, letters l limit 1;
  insert into knowledge_confirmations select gen_random_uuid(), k.id, now(), p.id, now() from knowledge_entries k, people p limit 1;
  insert into knowledge_votes select id, '\\x01', true, now() from knowledge_entries limit 1;
  insert into letter_channels (letter_id, source, way_back, registered_by, registered_at)
  select l.id, 'phone', 'phone', p.id, now() from letters l, people p limit 1;
  insert into letter_import_mappings select 'hotline', '[]', 1, id, now() from people limit 1;
  insert into rating_review_events (id, review_id, position, kind, at, grade)
  select gen_random_uuid(), id, 1, 'opened', opened_at, grade from rating_reviews;
  insert into letter_attachments (id, letter_id, position, name_sealed, declared_size, changed_at)
  select gen_random_uuid(), id, 1, '\\x00', 10, now() from letters limit 1;
  insert into notice_choices (id, letter_id, channel, language, address_sealed, token_hash)
  select gen_random_uuid(), id, 'email', 'zh', '\\x00', sha256('x') from letters limit 1;
  insert into notices (id, key, event, channel, choice_id, letter_id, at, not_before)
  select gen_random_uuid(), 'one', 'answered', 'email', id, letter_id, now(), now() from notice_choices;
  insert into letter_contributions
  select gen_random_uuid(), l.id, 1, 'part', o.id, '请写一段。', p.id, now(), l.due_on from letters l, offices o, people p limit 1;
  insert into letter_contribution_versions select c.id, 1, '写好的一段。', p.id, now() from letter_contributions c, people p limit 1;
  insert into check_ins select gen_random_uuid(), s.open_day_id, s.id, b.id, 2, now(), '东门', true, now(), p.id
  from bookings b join slots s on s.id = b.slot_id, people p limit 1;
  insert into open_day_pictures
  select gen_random_uuid(), o.id, 'attendance', 1, '签到表', 2400, 1800, 10, sha256('x'), null, p.id, now()
  from open_days o, people p limit 1;
  insert into booking_feedbacks select id, 5, 4, '讲得清楚', now() from bookings limit 1;
  insert into article_files select gen_random_uuid(), a.id, '附件.pdf', 'application/pdf', 10, sha256('x'), p.id, now()
  from articles a, people p limit 1`

/** An installation with people, letters, files and a sealed audit record, and archives of it. */
export interface Stage {
  /** for archives */
  readonly folder: string
  readonly source: Place
  /** an archive of the source */
  readonly file: string
  readonly manifest: Manifest
  readonly save: (place: Place, name: string) => Promise<Manifest>
  readonly end: () => Promise<void>
}

export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'wenzheng-archives-'))
  const save = (place: Place, name: string) =>
    backup({ owner: place.owner, config: place.config, file: join(folder, name), passphrase, workFactor })
  const source = await newPlace()
  await migrate(source.owner)
  const db = openDb(source.app)
  await loadDemo(contextOf(source.config, db))
  await sealAudit(db, source.config.auditHeadsFile)
  await source.owner.query('update letters set text = $1 where id = (select min(id::text)::uuid from letters)', [
    hostile
  ])
  await source.owner.query(beyondTheDemo)
  mkdirSync(join(source.config.dataDir, 'files/ab/cd'), { recursive: true })
  writeFileSync(join(source.config.dataDir, 'files/ab/cd/附件 one.bin'), randomBytes(300_000))
  writeFileSync(join(source.config.dataDir, 'files/empty'), '')
  return {
    folder,
    source,
    file: join(folder, 'one.age'),
    manifest: await save(source, 'one.age'),
    save,
    end: async () => {
      await source.end()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
