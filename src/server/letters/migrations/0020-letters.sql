-- How long a kind may take, in working days; a change of the rule is a new row, never an edit.
create table letter_limits (
  kind text not null,
  effective_from date not null,
  working_days integer not null check (working_days between 1 and 250),
  source text not null,
  primary key (kind, effective_from)
);
insert into letter_limits values ('enquiry', '2000-01-01', 15, '政府网站咨询件办理期限');
grant select on letter_limits to wenzheng_app;

-- One series of numbers a kind and year. Gaps are allowed, doubles are not.
create table letter_series (
  kind text not null,
  year integer not null,
  last integer not null,
  primary key (kind, year)
);
grant select, insert, update on letter_series to wenzheng_app;

create table letters (
  id uuid primary key,
  kind text not null check (kind in ('enquiry')),
  number text not null unique,
  title text not null,
  text text not null,
  content_digest bytea not null,
  code_hash bytea not null,
  device_hash bytea not null,
  received_at timestamptz(3) not null,
  received_on date not null,
  limit_days integer not null,
  limit_source text not null,
  due_on date not null,
  state text not null check (state in ('received', 'assigned', 'signing', 'answered')),
  office_id uuid references offices (id),
  revision integer not null default 1,
  demo boolean not null default false,
  check ((state = 'received') = (office_id is null))
);
create index letters_by_due on letters (due_on, id);
create index letters_by_office on letters (office_id, due_on, id);
grant select, insert on letters to wenzheng_app;
grant update (state, office_id, revision) on letters to wenzheng_app;

-- What names the sender stands apart from the letter, sealed; the indexes find it by exact match only.
create table letter_senders (
  letter_id uuid primary key references letters (id),
  contact_sealed bytea not null,
  phone_index bytea,
  email_index bytea
);
create index letter_senders_by_phone on letter_senders (phone_index);
create index letter_senders_by_email on letter_senders (email_index);
grant select, insert, update, delete on letter_senders to wenzheng_app;

-- The record: the state of a letter is what its events say.
create table letter_events (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  position integer not null,
  kind text not null check (kind in ('received', 'assigned', 'drafted', 'returned', 'answered')),
  at timestamptz(3) not null,
  actor_id uuid references people (id),
  office_id uuid references offices (id),
  draft_version integer,
  reason text,
  unique (letter_id, position)
);
grant select, insert on letter_events to wenzheng_app;

-- Every version of a reply that was kept.
create table letter_drafts (
  letter_id uuid not null references letters (id),
  version integer not null,
  text text not null,
  author_id uuid not null references people (id),
  saved_at timestamptz(3) not null,
  primary key (letter_id, version)
);
grant select, insert on letter_drafts to wenzheng_app;

-- What was answered. Whoever drafted it did not sign it: held here too.
create table letter_replies (
  letter_id uuid primary key references letters (id),
  draft_version integer not null,
  drafter_id uuid not null references people (id),
  signer_id uuid not null references people (id),
  office_id uuid not null references offices (id),
  replied_at timestamptz(3) not null,
  replied_on date not null,
  working_days integer not null,
  foreign key (letter_id, draft_version) references letter_drafts (letter_id, version),
  constraint drafter_is_not_signer check (drafter_id <> signer_id)
);
create index letter_replies_by_day on letter_replies (replied_on);
grant select, insert on letter_replies to wenzheng_app;
