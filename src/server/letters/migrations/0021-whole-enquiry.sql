-- The whole way of an enquiry: more states, rounds of the limit, a thread, ends.
alter table letters drop constraint letters_state_check;
alter table letters drop constraint letters_check;
alter table letters add check (state in
  ('received', 'accepted', 'assigned', 'drafting', 'signing', 'answered', 'closed', 'withdrawn', 'transferred', 'refused'));
alter table letters add check (state not in ('assigned', 'drafting', 'signing', 'answered', 'closed') or office_id is not null);
alter table letters add check (state not in ('received', 'accepted') or office_id is null);
alter table letters add column topic text not null default 'other'
  check (topic in ('figures', 'methods', 'surveys', 'census', 'reporting', 'documents', 'other'));
alter table letters add column publish_consent boolean not null default false;
-- of the round that runs now; `due_on` sorts the queue
alter table letters add column round integer not null default 1;
alter table letters add column started_on date;
update letters set started_on = received_on;
alter table letters alter column started_on set not null;
alter table letters add column due_provisional boolean not null default false;
grant update (round, started_on, due_on, due_provisional, limit_days, limit_source, publish_consent) on letters to wenzheng_app;
create index letters_by_state on letters (state, due_on, id);

-- Each running of the limit. `calendar_revision` names the calendar it was counted by, so that the explanation stays what it was.
create table letter_rounds (
  letter_id uuid not null references letters (id),
  round integer not null check (round >= 1),
  kind text not null check (kind in ('first', 'followUp', 'reopening')),
  started_at timestamptz(3) not null,
  started_on date not null,
  limit_days integer not null,
  limit_source text not null,
  due_on date not null,
  due_provisional boolean not null,
  calendar_revision integer not null,
  reminded_at timestamptz(3),
  ended_at timestamptz(3),
  primary key (letter_id, round)
);
create index letter_rounds_open on letter_rounds (calendar_revision) where ended_at is null;
grant select, insert on letter_rounds to wenzheng_app;
grant update (due_on, due_provisional, calendar_revision, reminded_at, ended_at) on letter_rounds to wenzheng_app;
insert into letter_rounds
select id, 1, 'first', received_at, received_on, limit_days, limit_source, due_on, false, 0, null,
       (select max(at) from letter_events e where e.letter_id = letters.id and e.kind = 'answered')
from letters;

alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused'));
-- what a thing is about: the message of `asked`, `supplied`, `followedUp`, `reopened`; the days of `dueMoved`; the department of `transferred`
alter table letter_events add column message_id uuid;
alter table letter_events add column moved_from date;
alter table letter_events add column moved_to date;
alter table letter_events add column department text;

-- What sender and bureau write beside the first text and the signed replies. A sender's id is made by the phone.
create table letter_messages (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  round integer not null,
  kind text not null check (kind in ('question', 'supplement', 'followUp')),
  text text not null,
  content_digest bytea,
  author_id uuid references people (id),
  at timestamptz(3) not null,
  foreign key (letter_id, round) references letter_rounds (letter_id, round),
  check ((kind = 'question') = (author_id is not null)),
  check ((kind = 'question') = (content_digest is null))
);
create index letter_messages_by_letter on letter_messages (letter_id, at);
grant select, insert on letter_messages to wenzheng_app;
alter table letter_events add foreign key (message_id) references letter_messages (id);

-- Replies: one a round.
alter table letter_replies add column round integer not null default 1;
alter table letter_replies drop constraint letter_replies_pkey;
alter table letter_replies add primary key (letter_id, round);
alter table letter_drafts add column round integer not null default 1;
-- a version goes on for a quarter of an hour in one hand, until it is submitted; then the next one begins
alter table letter_drafts add column begun_at timestamptz(3);
update letter_drafts set begun_at = saved_at;
alter table letter_drafts alter column begun_at set not null;
alter table letter_drafts add column submitted boolean not null default false;
grant update (text, saved_at, submitted) on letter_drafts to wenzheng_app;

-- One rating a round; it may be changed for seven days.
create table letter_ratings (
  letter_id uuid not null,
  round integer not null,
  grade integer not null check (grade between 1 and 5),
  reasons text[] not null default '{}',
  comment text,
  rated_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  primary key (letter_id, round),
  foreign key (letter_id, round) references letter_replies (letter_id, round),
  constraint low_grades_have_reasons check (grade > 2 or cardinality(reasons) > 0)
);
grant select, insert on letter_ratings to wenzheng_app;
grant update (grade, reasons, comment, changed_at) on letter_ratings to wenzheng_app;

create table letter_notes (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  author_id uuid not null references people (id),
  text text not null,
  at timestamptz(3) not null
);
create index letter_notes_by_letter on letter_notes (letter_id, at);
grant select, insert on letter_notes to wenzheng_app;

-- What wants to be seen at the desk; who has seen it is kept a person.
create table letter_alerts (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  round integer not null,
  kind text not null check (kind in ('dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack')),
  at timestamptz(3) not null
);
create unique index letter_alerts_once on letter_alerts (letter_id, round, kind) where kind in ('dueSoon', 'overdue', 'reminded');
create index letter_alerts_by_time on letter_alerts (at);
grant select, insert, delete on letter_alerts to wenzheng_app;
create table letter_alerts_seen (
  alert_id uuid not null references letter_alerts (id) on delete cascade,
  person_id uuid not null references people (id),
  at timestamptz(3) not null,
  primary key (alert_id, person_id)
);
grant select, insert, delete on letter_alerts_seen to wenzheng_app;

create table canned_texts (
  id uuid primary key,
  title text not null,
  text text not null,
  office_id uuid references offices (id),
  author_id uuid not null references people (id),
  changed_at timestamptz(3) not null
);
grant select, insert, update, delete on canned_texts to wenzheng_app;
