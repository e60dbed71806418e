-- Why a limit may stand still; the sender reads it. A reason that is no longer given is retired, never removed.
create table pause_reasons (
  code text primary key check (code ~ '^[a-z]+(-[a-z]+)*$'),
  position integer not null unique,
  name text not null,
  name_en text not null,
  retired_on date
);
insert into pause_reasons (code, position, name, name_en) values
  ('other-department', 1, '等其他单位出具意见', 'Waiting for another department’s opinion'),
  ('survey-open', 2, '等尚未结束的调查的数据', 'Waiting for the data of a survey that is not closed yet'),
  ('release-day', 3, '等数据按发布日程公布', 'Waiting for figures that have a day of release'),
  ('figures-checked', 4, '等报送单位核实数据', 'Waiting for whoever reported the figures to check them'),
  ('force-majeure', 5, '不可抗力', 'Force majeure');
grant select on pause_reasons to wenzheng_app;

-- How long all pauses of a round may be together, in working days; a change of the rule is a new row, never an edit.
create table pause_limits (
  kind text not null references letter_kinds (kind),
  effective_from date not null,
  working_days integer not null check (working_days between 1 and 250),
  source text not null,
  primary key (kind, effective_from)
);
insert into pause_limits values
  ('enquiry', '2000-01-01', 20, '本局来信办理规则'),
  ('message', '2000-01-01', 10, '本局来信办理规则'),
  ('mailbox', '2000-01-01', 10, '本局来信办理规则'),
  ('fault', '2000-01-01', 5, '本局来信办理规则');
grant select on pause_limits to wenzheng_app;

-- The limit of a round stands still on the days after `paused_on`, up to and with `planned_on`, or `ended_on` once it ended.
create table letter_pauses (
  id uuid primary key,
  letter_id uuid not null,
  round integer not null,
  reason text not null references pause_reasons (code),
  words text not null,
  paused_on date not null,
  planned_on date not null,
  -- the longest that was in force when it began
  longest_days integer not null check (longest_days > 0),
  ended_on date,
  ended_at timestamptz(3),
  foreign key (letter_id, round) references letter_rounds (letter_id, round),
  check (planned_on > paused_on),
  check (ended_on between paused_on and planned_on),
  check ((ended_on is null) = (ended_at is null))
);
create unique index one_pause_at_a_time on letter_pauses (letter_id) where ended_at is null;
create index letter_pauses_by_round on letter_pauses (letter_id, round, paused_on);
grant select, insert on letter_pauses to wenzheng_app;
grant update (ended_on, ended_at) on letter_pauses to wenzheng_app;

alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add constraint letter_events_kind_check check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused',
   'answerSent', 'listed', 'unlisted', 'paused', 'resumed'));

alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack', 'pauseEnded',
   'reviewOpened', 'reviewDueSoon', 'reviewOverdue'));
