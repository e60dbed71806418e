-- By which channel a letter came and how its answer goes back. A letter without a row came by the web form, and is answered there.
create table letter_channels (
  letter_id uuid primary key references letters (id),
  source text not null check (source in ('wechat', 'toutiao', 'weibo', 'phone', 'hotline', 'counter', 'post')),
  -- the number that the channel itself gave
  outer_number text check (length(outer_number) between 1 and 60),
  -- keyed digest of an imported row that has no outer number: the same row is known again
  row_digest bytea,
  way_back text not null check (way_back in ('phone', 'email', 'post', 'counter', 'channel')),
  -- may hold a telephone number or an address
  note_sealed bytea,
  registered_by uuid not null references people (id),
  registered_at timestamptz(3) not null,
  unique (source, outer_number),
  unique (source, row_digest)
);
grant select, insert on letter_channels to wenzheng_app;
grant update (note_sealed) on letter_channels to wenzheng_app;

-- A due day that the channel set wins over the counted one, and no calendar moves it: held here too.
alter table letter_rounds add column own_due_on date;
alter table letter_rounds add column own_due_reason text;
alter table letter_rounds add constraint own_due_day_stays
  check (own_due_on is null or (own_due_on = due_on and own_due_on >= started_on));
alter table letter_rounds add check ((own_due_on is null) = (own_due_reason is null));

-- `answerSent`: somebody told the sender by the way that the letter names.
alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add constraint letter_events_kind_check check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'answerSent', 'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused'));

-- Which column of a channel's tables is which field, as it was said last.
create table letter_import_mappings (
  source text primary key check (source in ('wechat', 'toutiao', 'weibo', 'phone', 'hotline', 'counter', 'post')),
  columns jsonb not null check (jsonb_typeof(columns) = 'array'),
  revision integer not null,
  changed_by uuid not null references people (id),
  changed_at timestamptz(3) not null
);
grant select, insert on letter_import_mappings to wenzheng_app;
grant update (columns, revision, changed_by, changed_at) on letter_import_mappings to wenzheng_app;

-- the order of the ledger
create index letters_by_receipt on letters (received_on, id);
