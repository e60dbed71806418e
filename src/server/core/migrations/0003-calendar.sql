-- What was ever said about working days. A revision adds to those before it and is never changed, so that the calendar
-- of any earlier moment can be put together again (see core/working-calendar.ts).
create table calendar_revisions (
  revision integer primary key check (revision > 0),
  at timestamptz(3) not null,
  -- the announcement, or the data that came with the program
  source text not null check (length(source) between 4 and 200),
  by_hand boolean not null,
  actor_id uuid,
  check (by_hand = (actor_id is not null))
);

-- `off`: a day off; `work`: a make-up day; `ordinary`: neither, whatever was said before.
create table calendar_days (
  revision integer not null references calendar_revisions (revision),
  date date not null,
  ruling text not null check (ruling in ('off', 'work', 'ordinary')),
  name text not null check (length(name) between 1 and 40),
  primary key (revision, date)
);

create table calendar_years (
  revision integer not null references calendar_revisions (revision),
  year integer not null check (year between 2000 and 2099),
  announced boolean not null,
  primary key (revision, year)
);

-- The application adds and reads; it can't change or delete.
grant select, insert on calendar_revisions, calendar_days, calendar_years to wenzheng_app;
