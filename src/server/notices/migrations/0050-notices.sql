-- Where word of a letter goes, or of a person's work. No row: it goes nowhere. Off (by the link in a message) it is kept
-- for a while, so that this can be undone.
create table notice_choices (
  id uuid primary key,
  letter_id uuid references letters (id),
  person_id uuid references people (id),
  channel text not null check (channel in ('email', 'sms')),
  language text not null check (language in ('zh', 'en')),
  address_sealed bytea not null,
  -- of what stands in the link of every message; the link itself is kept nowhere
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  turned_off_at timestamptz(3),
  check (num_nonnulls(letter_id, person_id) = 1),
  unique (letter_id, channel),
  unique (person_id, channel)
);
grant select, insert, delete on notice_choices to wenzheng_app;
grant update (language, address_sealed, turned_off_at) on notice_choices to wenzheng_app;

-- Messages to be sent, and what became of them. A row is written in the transaction of what it tells.
create table notices (
  id uuid primary key,
  -- one event to one address is one message
  key text not null unique,
  event text not null check (event in
    ('accepted', 'asked', 'answered', 'dueMoved', 'transferred', 'refused', 'closed', 'listed', 'unlisted', 'reviewFinished',
     'digest', 'escalated')),
  channel text not null check (channel in ('email', 'sms')),
  choice_id uuid references notice_choices (id) on delete set null,
  letter_id uuid references letters (id),
  -- counts, days and numbers of letters: what a digest is filled in with
  figures jsonb not null default '{}' check (jsonb_typeof(figures) = 'object'),
  at timestamptz(3) not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'counted', 'dropped', 'failed')),
  tries integer not null default 0,
  -- not tried before; while one process sends it, the others are kept away until then
  not_before timestamptz(3) not null,
  settled_at timestamptz(3),
  -- a code, never what a server said: that may quote an address
  fault text check (length(fault) <= 40),
  check ((state = 'waiting') = (settled_at is null))
);
create index notices_waiting on notices (not_before) where state = 'waiting';
create index notices_by_choice on notices (choice_id);
create index notices_by_time on notices (at);
grant select, insert, delete on notices to wenzheng_app;
grant update (choice_id, state, tries, not_before, settled_at, fault) on notices to wenzheng_app;

-- Held here, so that nothing that happens to a letter is told without having happened, nor the other way round. What its
-- sender did is told to nobody; letters of the demonstration tell nobody anything.
create function note_letter(told text, letter uuid, cause uuid, happened timestamptz) returns void
language sql security definer set search_path = public as $$
  insert into notices (id, key, event, channel, choice_id, letter_id, at, not_before)
  select gen_random_uuid(), cause || '/' || c.id, told, c.channel, c.id, letter, happened, happened
  from notice_choices c join letters l on l.id = c.letter_id
  where c.letter_id = letter and c.turned_off_at is null and not l.demo
  on conflict (key) do nothing
$$;
create function note_letter_event() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if new.kind in ('accepted', 'asked', 'answered', 'dueMoved', 'transferred', 'refused', 'closed', 'listed')
     or (new.kind = 'unlisted' and new.actor_id is not null) then
    perform note_letter(new.kind, new.letter_id, new.id, new.at);
  elsif new.kind in ('paused', 'resumed') and new.moved_to is not null then
    perform note_letter('dueMoved', new.letter_id, new.id, new.at);
  end if;
  return new;
end $$;
create trigger events_are_noted after insert on letter_events for each row execute function note_letter_event();
create function note_review_event() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if new.kind = 'fedBack' then
    perform note_letter('reviewFinished', v.letter_id, new.id, new.at) from rating_reviews v where v.id = new.review_id;
  end if;
  return new;
end $$;
create trigger review_events_are_noted after insert on rating_review_events for each row execute function note_review_event();
revoke execute on function note_letter, note_letter_event, note_review_event from public;

-- Once what names a sender is erased, word goes nowhere any more.
create function forget_notice_choices() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from notice_choices where letter_id = old.letter_id;
  return old;
end $$;
create trigger erased_senders_are_told_nothing after delete on letter_senders
  for each row execute function forget_notice_choices();

-- The texts. Staff change them; what stands under each of them (how to get no more) is the program's.
create table notice_templates (
  event text not null,
  language text not null check (language in ('zh', 'en')),
  channel text not null check (channel in ('email', 'sms')),
  subject text check ((subject is null) = (channel = 'sms')),
  text text not null,
  revision integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz(3),
  primary key (event, language, channel)
);
grant select on notice_templates to wenzheng_app;
grant update (subject, text, revision, changed_by, changed_at) on notice_templates to wenzheng_app;

with said (event, zh, en) as (values
  ('accepted', '已经受理', 'has been accepted'),
  ('asked', '有一个问题要问您', 'has a question for you'),
  ('answered', '已经答复', 'has been answered'),
  ('dueMoved', '的答复期限有变动', 'has a new due day'),
  ('transferred', '已经转给别的部门', 'has been transferred to another department'),
  ('refused', '没有受理，原因写在里面', 'was not taken up; the reason stands there'),
  ('closed', '已经办结', 'has been closed'),
  ('listed', '已经在留言板公开', 'is now on the board'),
  ('unlisted', '不在留言板公开了，原因写在里面', 'is no longer on the board; the reason stands there'),
  ('reviewFinished', '的差评复核有了结果', 'has had its rating reviewed'))
insert into notice_templates (event, language, channel, subject, text)
select event, 'zh', 'email', '您的{kind} {number} ' || zh,
       E'您好：\n\n您的{kind} {number} ' || zh || E'。\n\n内容请到网站上看，打开要用查询码：\n{link}\n\n{bureau}' from said
union all
select event, 'zh', 'sms', null, '【{bureau}】您的{kind} {number} ' || zh || '。查看：{link}' from said
union all
select event, 'en', 'email', 'Your {kind} {number} ' || en,
       E'Hello,\n\nyour {kind} {number} ' || en || E'.\n\nRead it on our site; you will need your query code:\n{link}\n\n{bureau}'
from said
union all
select event, 'en', 'sms', null, '{bureau}: your {kind} {number} ' || en || '. {link}' from said;
insert into notice_templates (event, language, channel, subject, text) values
  ('digest', 'zh', 'email', '{day} 待办：逾期 {overdue}，快到期 {dueSoon}，新收 {new}',
   E'{day}\n\n逾期 {overdue} 件\n两个工作日内到期 {dueSoon} 件\n新收 {new} 件\n\n{list}\n\n{link}'),
  ('escalated', 'zh', 'email', '{kind} {number} 逾期 {days} 个工作日',
   E'{kind} {number} 已逾期 {days} 个工作日，还没有答复。\n\n{link}');

-- `escalated`: overdue for so long that those who oversee all letters are told.
alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'escalated', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'pauseEnded', 'reviewOpened', 'reviewDueSoon', 'reviewOverdue', 'separated', 'contributionAsked', 'contributionGiven',
   'entryDue'));
drop index letter_alerts_once;
create unique index letter_alerts_once on letter_alerts (letter_id, round, kind)
  where kind in ('notForwarded', 'dueSoon', 'overdue', 'escalated', 'reminded');
