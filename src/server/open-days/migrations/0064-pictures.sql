-- Pictures of an open day: shown with what it was, or kept as a proof of who came, which nobody outside ever sees.
create table open_day_pictures (
  id uuid primary key,
  open_day_id uuid not null references open_days (id),
  kind text not null check (kind in ('shown', 'attendance')),
  position integer not null check (position > 0),
  caption text not null check (caption ~ '\S'),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes integer not null check (bytes > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- null: it is there. Else file and row go from then on: it was taken away, its day has come, or it never came whole
  goes_at timestamptz(3),
  added_by uuid not null references people (id),
  added_at timestamptz(3) not null
);
create index open_day_pictures_in_order on open_day_pictures (open_day_id, kind, position);
create index open_day_pictures_going on open_day_pictures (goes_at) where goes_at is not null;
grant select, insert, delete on open_day_pictures to wenzheng_app;
grant update (position, caption, goes_at) on open_day_pictures to wenzheng_app;
alter table open_day_pictures set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
