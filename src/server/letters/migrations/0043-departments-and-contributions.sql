-- Other departments, to which letters are transferred. A department that is not listed any more stays on record.
create table departments (
  id uuid primary key,
  name text not null,
  name_en text not null,
  matters text not null,
  matters_en text not null,
  telephone text,
  site text,
  hours text,
  hours_en text,
  listed boolean not null default true,
  revision integer not null default 1,
  changed_by uuid not null references people (id),
  changed_at timestamptz(3) not null,
  demo boolean not null default false,
  constraint department_is_reached check (telephone is not null or site is not null),
  check ((hours is null) = (hours_en is null))
);
grant select, insert on departments to wenzheng_app;
grant update (name, name_en, matters, matters_en, telephone, site, hours, hours_en, listed, revision, changed_by, changed_at)
  on departments to wenzheng_app;

-- What the sender was told stays what it was, whatever becomes of the directory.
alter table letter_events add column department_card jsonb check (jsonb_typeof(department_card) = 'object');
alter table letter_events add constraint only_transfers_name_a_department
  check (department_card is null or (kind = 'transferred' and department is not null));
create index letter_events_of_transfers on letter_events (at) where kind = 'transferred';

-- What another office is asked for: a part of the answer, or an opinion. Inner work, never read by a sender.
create table letter_contributions (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  round integer not null,
  kind text not null check (kind in ('part', 'opinion')),
  office_id uuid not null references offices (id),
  request text not null,
  asked_by uuid not null references people (id),
  asked_at timestamptz(3) not null,
  due_on date not null,
  taken_back_by uuid references people (id),
  taken_back_at timestamptz(3),
  foreign key (letter_id, round) references letter_rounds (letter_id, round),
  check ((taken_back_by is null) = (taken_back_at is null))
);
create index letter_contributions_by_letter on letter_contributions (letter_id, asked_at);
create index letter_contributions_by_office on letter_contributions (office_id, due_on, id) where taken_back_at is null;
grant select, insert on letter_contributions to wenzheng_app;
grant update (taken_back_by, taken_back_at) on letter_contributions to wenzheng_app;

-- What was given; a better text is another version, and none is ever changed.
create table letter_contribution_versions (
  contribution_id uuid not null references letter_contributions (id),
  version integer not null check (version >= 1),
  text text not null,
  author_id uuid not null references people (id),
  at timestamptz(3) not null,
  primary key (contribution_id, version)
);
grant select, insert on letter_contribution_versions to wenzheng_app;

-- An alert to the office that is asked names the request; it is the only thing of the letter that this office reads.
alter table letter_alerts add column contribution_id uuid references letter_contributions (id);
alter table letter_alerts add constraint contribution_alerts_name_it
  check ((kind in ('contributionAsked', 'contributionGiven')) = (contribution_id is not null));
