/** Letters by the ten thousand, put into the database past the server: for counting, never for judging. */
import type { Client } from 'pg'
import { createSealer } from '#server/core/sealed.ts'
import { purposeKey } from '#server/core/keys.ts'
import { readConfig } from '#server/core/config.ts'
import { wordsByFrequency } from './bench-articles.ts'
import type { Dice } from './proof.ts'

const sentences = [
  '我想了解去年…的…数据，请问在哪里可以查到？',
  '单位写报告要用…和…的口径，麻烦说明一下怎么算。',
  '家里收到了…调查的通知，不清楚要准备什么材料，#号之前能不能补交？',
  '公报里第#页写的…和年鉴上的…对不上，差了#个百分点。',
  '个体户的…应该算在哪一类，营业收入#万元要不要填…报表？',
  '…平台一直登录不上，提示…，已经试了#次。',
  '希望尽快公布…的…情况，谢谢。'
]

/** One in thirty of the letters is open, as at a bureau that keeps up; the others came to their ends over five years. */
const made = (wanted: number, from: number): string => `
  create temp table made as
  select n + ${from} as n, overlay(overlay(gen_random_uuid()::text placing '7' from 15) placing '8' from 20)::uuid as id,
         kind, k.series, received_at, (received_at at time zone 'Asia/Shanghai')::date as received_on, limit_days,
         (received_at at time zone 'Asia/Shanghai')::date + (limit_days * 7 + 4) / 5 as due_on, state,
         case when state in ('received', 'accepted', 'transferred', 'refused', 'withdrawn') then null
              else (array(select id from offices where takes_letters order by position, id))[
                1 + (hashint4(n) & 1023) % (select count(*)::int from offices where takes_letters)] end as office_id,
         (array['figures','methods','surveys','census','reporting','documents','other'])[1 + n % 7] as topic,
         case when (hashint4(n + 3) & 1023) > 680
              then (array['wechat','toutiao','weibo','phone','hotline','counter','post'])[1 + n % 7] end as source
  from (
    select n, (now() - (${wanted} - n) * (interval '5 years' / ${wanted}))::timestamptz(3) as received_at,
           case when n > ${wanted} * 0.97
                then (array['received','accepted','assigned','assigned','drafting','drafting','signing'])[1 + n % 7]
                when n % 400 = 0 then 'drafting' when n % 25 = 1 then 'answered' when n % 40 = 2 then 'withdrawn'
                when n % 50 = 3 then 'transferred' when n % 60 = 4 then 'refused' else 'closed' end as state,
           (array['enquiry','enquiry','enquiry','message','message','mailbox','fault'])[1 + (hashint4(n + 9) & 1023) % 7] as kind
    from generate_series(1, ${wanted}) n) as n
  join (values ('enquiry', 'ZX', 15), ('message', 'LY', 7), ('mailbox', 'XX', 5), ('fault', 'JC', 3)) as k (name, series, limit_days)
    on k.name = n.kind`

const drafted = `state in ('drafting', 'signing', 'answered', 'closed')`
const replied = `state in ('answered', 'closed')`
const handlerOf = `(select p.id from people p where p.office_id = m.office_id order by hashtext(p.id::text || m.n) limit 1)`

/** Numbers begin far behind those of the demo. */
const rows: readonly string[] = [
  `insert into letters (id, kind, topic, number, title, text, content_digest, code_hash, device_hash, received_at, received_on,
                        started_on, limit_days, limit_source, due_on, state, office_id, revision, publish_consent)
   select id, kind, topic, series || '-' || extract(year from received_on)::text || '-' || (100000 + m.n)::text, t.title,
          a.text || E'\\n' || b.text, '\\x00', '\\x00', '\\x00', received_at, received_on, received_on, limit_days, '期限', due_on,
          state, office_id, 1, m.n % 3 = 0
   from made m join titles t on t.n = 1 + (hashint4(m.n) & 4095) join paragraphs a on a.n = 1 + (hashint4(m.n + 1) & 4095)
   join paragraphs b on b.n = 1 + (hashint4(m.n + 2) & 4095)`,
  `insert into letter_words (letter_id, words)
   select m.id, t.words || a.words || b.words
   from made m join titles t on t.n = 1 + (hashint4(m.n) & 4095) join paragraphs a on a.n = 1 + (hashint4(m.n + 1) & 4095)
   join paragraphs b on b.n = 1 + (hashint4(m.n + 2) & 4095)`,
  `insert into letter_channels (letter_id, source, outer_number, way_back, registered_by, registered_at)
   select id, source, 'W' || (20000000 + n)::text, 'phone', (select id from people order by id limit 1), received_at
   from made where source is not null`,
  `insert into letter_rounds (letter_id, round, kind, started_at, started_on, limit_days, limit_source, due_on, due_provisional,
                              calendar_revision, ended_at)
   select id, 1, 'first', received_at, received_on, limit_days, '期限', due_on, false,
          (select coalesce(max(revision), 0) from calendar_revisions),
          case when state in ('received', 'accepted', 'assigned', 'drafting', 'signing') then null
               else received_at + interval '9 days' end
   from made`,
  `insert into letter_drafts (letter_id, version, round, text, author_id, begun_at, saved_at, submitted)
   select m.id, 1, 1, p.text, ${handlerOf}, received_at + interval '3 days', received_at + interval '3 days', state <> 'drafting'
   from made m join paragraphs p on p.n = 1 + (hashint4(m.n + 5) & 4095) where ${drafted}`,
  `insert into letter_replies (letter_id, round, draft_version, drafter_id, signer_id, office_id, replied_at, replied_on, working_days)
   select d.letter_id, 1, 1, d.author_id, (select id from people p where p.id <> d.author_id order by id limit 1), m.office_id,
          m.received_at + interval '9 days', m.received_on + 9, 6
   from made m join letter_drafts d on d.letter_id = m.id where ${replied}`,
  `insert into letter_ratings (letter_id, round, grade, reasons, rated_at, changed_at)
   select id, 1, 1 + (hashint4(n) & 3), case when 1 + (hashint4(n) & 3) <= 2 then '{late}'::text[] else '{}' end,
          received_at + interval '10 days', received_at + interval '10 days'
   from made where ${replied} and n % 4 = 0`,
  `insert into letter_messages (id, letter_id, round, kind, text, content_digest, at)
   select gen_random_uuid(), m.id, 1, 'supplement', p.text, '\\x00', m.received_at + interval '1 day'
   from made m join paragraphs p on p.n = 1 + (hashint4(m.n + 7) & 4095) where m.n % 12 = 0`,
  `insert into letter_events (id, letter_id, position, kind, at, office_id)
   select gen_random_uuid(), m.id, row_number() over (partition by m.id order by e.place), e.kind,
          m.received_at + e.place * interval '1 day', case when e.place > 2 then m.office_id end
   from made m
   join (values (1, 'received'), (2, 'accepted'), (3, 'assigned'), (4, 'draftBegun'), (5, 'drafted'), (6, 'answered'), (7, 'closed'),
                (8, 'withdrawn'), (8, 'transferred'), (8, 'refused')) as e (place, kind)
     on (m.state = e.kind or e.place <= case m.state when 'received' then 1 when 'accepted' then 2 when 'assigned' then 3
           when 'drafting' then 4 when 'signing' then 5 when 'answered' then 6 when 'closed' then 7 else 2 end)`,
  `insert into letter_alerts (id, letter_id, round, kind, at)
   select gen_random_uuid(), id, 1, k.kind, received_at + interval '12 days'
   from made, (values ('dueSoon'), ('reminded')) as k (kind)
   where received_at between now() - interval '180 days' and now() - interval '12 days' and (n % 2 = 0 or k.kind = 'dueSoon')
   on conflict do nothing`,
  `insert into letter_alerts_seen (alert_id, person_id, at)
   select a.id, p.id, now() from letter_alerts a, people p where hashtext(a.id::text) % 10 <> 0 on conflict do nothing`,
  `insert into board_items (letter_id, title, question, sender, kept, moderator_id, listed_at)
   select l.id, l.title, l.text, '某', '[]', (select id from people order by id limit 1), l.received_at
   from letters l join made m using (id) where l.kind = 'message' and m.n % 2 = 0`
]

/** The telephone number of the n-th letter. */
export const phoneOf = (n: number): string => `139${String(10_000_000 + n)}`

/**
 * Every fifth letter names its sender, sealed as the server seals it, so that the desk can open and find it. Those that
 * ended more than half a year ago have lost theirs, as they would have at a bureau.
 */
async function fillContacts(stored: Client, dataDir: string): Promise<void> {
  const config = readConfig({ DATA_DIR: dataDir })
  const sealer = createSealer(config.sealKeys, purposeKey(config.secret, 'blind-index'))
  const { rows: letters } = await stored.query<{ id: string; n: number }>(
    `select id, n from made where n % 5 = 0 and received_at > now() - interval '5 months'`
  )
  for (let from = 0; from < letters.length; from += 5000) {
    const some = letters.slice(from, from + 5000)
    await stored.query(
      `insert into letter_senders (letter_id, contact_sealed, phone_index)
       select id, sealed, phone from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as t (id, sealed, phone)`,
      [
        some.map(({ id }) => id),
        some.map(({ id, n }) =>
          sealer.seal(JSON.stringify({ name: '某人', phone: phoneOf(n) }), `letter_senders/contact/${id}`)
        ),
        some.map(({ n }) => sealer.blindIndex('phone', phoneOf(n)))
      ]
    )
  }
}

/** A bureau of some size; each office has somebody who writes. */
async function fillOffices(stored: Client): Promise<void> {
  await stored.query(`
    insert into offices (id, name, takes_letters, position)
    select overlay(overlay(gen_random_uuid()::text placing '7' from 15) placing '8' from 20)::uuid, '第' || n || '科', true, 100 + n
    from generate_series(1, 8) n`)
  await stored.query(`
    insert into people (id, account, name, office_id, password_hash, must_set_password)
    select overlay(overlay(gen_random_uuid()::text placing '7' from 15) placing '8' from 20)::uuid,
           'bench' || row_number() over (), '某人', o.id, '-', true from offices o, generate_series(1, 4)`)
  await stored.query(`insert into person_roles select id, 'handler' from people where account like 'bench%'`)
}

/** Adds `wanted` letters of all kinds, states, channels and offices; `from`: how many were added before. Asks as the owner. */
export async function fillLetters(
  stored: Client,
  dataDir: string,
  dice: Dice,
  wanted: number,
  from = 0
): Promise<void> {
  const word = wordsByFrequency(dice)
  const written = () =>
    Array.from({ length: 1 + dice.below(4) }, () =>
      dice.pick(sentences).replace(/[…#]/g, (mark) => (mark === '…' ? word() : String(1 + dice.below(90))))
    ).join('')
  if (from === 0) await fillOffices(stored)
  await stored.query(
    'create temp table titles as select n::int, text as title, array_to_tsvector(text_lexemes(text)) as words from unnest($1::text[]) with ordinality t (text, n)',
    [Array.from({ length: 4096 }, () => `请问${word()}的${word()}怎么${word()}`)]
  )
  await stored.query(
    'create temp table paragraphs as select n::int, text, array_to_tsvector(text_lexemes(text)) as words from unnest($1::text[]) with ordinality t (text, n)',
    [Array.from({ length: 4096 }, written)]
  )
  await stored.query('analyze titles; analyze paragraphs')
  await stored.query(made(wanted, from))
  await stored.query('create unique index on made (id); analyze made')
  // the words of a text are those of its parts: put together, not found once more by the triggers
  for (const table of ['letters', 'letter_messages']) await stored.query(`alter table ${table} disable trigger user`)
  for (const statement of rows) await stored.query(statement)
  for (const table of ['letters', 'letter_messages']) await stored.query(`alter table ${table} enable trigger user`)
  await fillContacts(stored, dataDir)
  await stored.query('drop table made, titles, paragraphs')
  await stored.query('vacuum analyze')
}
