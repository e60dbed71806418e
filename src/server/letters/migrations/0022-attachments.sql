-- The files of a letter: named when the letter is sent, so that the desk knows what is missing, and sent after it in pieces.
create table letter_attachments (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  position integer not null,
  -- a file's name may tell who somebody is
  name_sealed bytea not null,
  declared_size integer not null check (declared_size between 1 and 10485760),
  state text not null default 'awaited' check (state in ('awaited', 'checking', 'kept', 'refused')),
  -- bytes that are safely on the disk; the offset a phone goes on from
  received integer not null default 0,
  -- when a piece came last; one that nobody goes on with is forgotten
  changed_at timestamptz(3) not null,
  received_at timestamptz(3),
  reason text check (reason in ('type-unknown', 'broken', 'too-large', 'encrypted')),
  -- of what is kept
  type text,
  size integer,
  sha256 bytea,
  decided_at timestamptz(3),
  -- how often a check was begun: a file that takes the server down with it must not do so at every start
  checks integer not null default 0,
  -- what was sent is still stored beside what is kept
  raw_left boolean not null default false,
  unique (letter_id, position),
  check (received between 0 and declared_size),
  check ((state = 'awaited') = (received_at is null)),
  check (state = 'awaited' or received = declared_size),
  check ((state = 'refused') = (reason is not null)),
  check ((state = 'kept') = (type is not null and size is not null and sha256 is not null)),
  check ((state in ('kept', 'refused')) = (decided_at is not null))
);
create index letter_attachments_to_check on letter_attachments (received_at) where state = 'checking';
create index letter_attachments_to_clear on letter_attachments (id) where raw_left;
grant select, insert on letter_attachments to wenzheng_app;
grant update (name_sealed, state, received, changed_at, received_at, reason, type, size, sha256, decided_at, checks, raw_left)
  on letter_attachments to wenzheng_app;
