-- Where anybody may read what was made public. `hours` and `closures` are as the contract has them.
create table reading_places (
  id uuid primary key,
  name text not null,
  address text not null,
  directions text not null,
  accessibility text not null,
  phone text not null,
  offers text not null,
  rule text not null,
  hours jsonb not null check (jsonb_typeof(hours) = 'object'),
  closures jsonb not null check (jsonb_typeof(closures) = 'array'),
  added_at timestamptz(3) not null,
  -- since this day it is given up
  closed_on date,
  revision integer not null default 1,
  changed_by uuid not null references people (id),
  changed_at timestamptz(3) not null,
  demo boolean not null default false
);
grant select, insert on reading_places to wenzheng_app;
grant update (name, address, directions, accessibility, phone, offers, rule, hours, closures, closed_on, revision, changed_by,
              changed_at) on reading_places to wenzheng_app;

-- How many came, and what for. Nothing tells who. A mistaken row stays, and is not counted.
create table reading_visits (
  id uuid primary key,
  place_id uuid not null references reading_places (id),
  day date not null,
  purpose text not null check (purpose in ('read', 'copy', 'help')),
  people integer not null check (people between 1 and 200),
  noted_by uuid not null references people (id),
  noted_at timestamptz(3) not null,
  withdrawn_by uuid references people (id),
  withdrawn_at timestamptz(3),
  demo boolean not null default false,
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index reading_visits_by_day on reading_visits (day) where withdrawn_at is null;
create index reading_visits_by_time on reading_visits (noted_at);
grant select, insert on reading_visits to wenzheng_app;
grant update (withdrawn_by, withdrawn_at) on reading_visits to wenzheng_app;

insert into revisions (name) values ('reading-places'), ('calendar');
