/** The texts of notices, and what became of the messages. */
import { sql } from 'kysely'
import { type NoticeEvent, noticeEvents, wrongPlaceholder } from '#contract/notice-texts.ts'
import type { NoticeDesk, NoticeTemplate, NoticeTemplateDraft } from '#contract/notices.ts'
import type { FieldError } from '#contract/problem.ts'
import { audit } from '../core/audit.ts'
import { clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { problem } from '../core/problems.ts'
import type { Staff } from '../core/sessions.ts'
import { leaves } from './drivers.ts'

const columns = sql`event, language, channel, subject, text, revision, changed_at as "changedAt"`

/** All texts, and how many messages of the last thirty days went which way. */
export async function readNoticeDesk({ db, config }: Context): Promise<NoticeDesk> {
  const since = new Date(clock.now().getTime() - 30 * 86_400_000).toISOString()
  const templates = await sql<NoticeTemplate>`
    select ${columns} from notice_templates
    order by array_position(${[...noticeEvents]}::text[], event), channel, language desc`.execute(db)
  const figures = await sql<NoticeDesk['figures'][number]>`
    select channel, state, count(*) as notices from notices where at >= ${since}
    group by channel, state order by channel, state`.execute(db)
  return {
    templates: templates.rows,
    drivers: { email: leaves(config, 'email') ? 'smtp' : 'log', sms: leaves(config, 'sms') ? 'http' : 'log' },
    figures: figures.rows
  }
}

/** Which of the texts can't stay: `placeholder` names the brace that can't be filled in. */
function faultsOf(event: NoticeEvent, draft: NoticeTemplateDraft, hasSubject: boolean): FieldError[] {
  const faults: FieldError[] = []
  const judge = (pointer: string, text: string) => {
    const wrong = wrongPlaceholder(event, text)
    if (wrong !== undefined) faults.push({ pointer, rule: 'placeholder', limit: wrong })
  }
  if (hasSubject && draft.subject === undefined) faults.push({ pointer: '/subject', rule: 'required' })
  if (!hasSubject && draft.subject !== undefined) faults.push({ pointer: '/subject', rule: 'additionalProperties' })
  if (draft.subject !== undefined) judge('/subject', draft.subject)
  judge('/text', draft.text)
  return faults
}

/** Changes a text. Throws `not-found`, `changed-meanwhile`, and `invalid` with the brace that nothing fills in. */
export async function changeTemplate(
  db: Db,
  staff: Staff,
  key: Pick<NoticeTemplate, 'event' | 'language' | 'channel'>,
  draft: NoticeTemplateDraft
): Promise<NoticeTemplate> {
  return await db.transaction().execute(async (trx) => {
    const at = sql`event = ${key.event} and language = ${key.language} and channel = ${key.channel}`
    const { rows } = await sql<NoticeTemplate>`
      select ${columns} from notice_templates where ${at} for update`.execute(trx)
    const [kept] = rows
    if (!kept) throw problem('not-found')
    if (kept.revision !== draft.revision) throw problem('changed-meanwhile')
    const errors = faultsOf(key.event, draft, kept.subject !== null)
    if (errors.length > 0) throw problem('invalid', { errors })
    const changed = await sql<NoticeTemplate>`
      update notice_templates set subject = ${draft.subject?.trim() ?? null}, text = ${draft.text.trim()},
             revision = revision + 1, changed_by = ${staff.id}, changed_at = ${clock.now().toISOString()}
      where ${at} returning ${columns}`.execute(trx)
    const [row] = changed.rows
    if (!row) throw problem('not-found')
    await audit(trx, {
      actorId: staff.id,
      act: 'notices.template',
      subjectKind: 'notices',
      subjectId: null,
      details: { ...key, revision: row.revision }
    })
    return row
  })
}
