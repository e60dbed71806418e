-- The board: what anybody reads of a message before and beside its answer. A copy of its own, looked at by staff first.
create table board_items (
  letter_id uuid primary key references letters (id),
  title text not null,
  question text not null,
  -- the sender as the board names him: the first character at most
  sender text not null,
  -- what may stand although it looks like personal data, and why
  kept jsonb not null check (jsonb_typeof(kept) = 'array'),
  moderator_id uuid not null references people (id),
  -- null: it isn't shown
  listed_at timestamptz(3),
  -- how many others have the same question
  supports integer not null default 0 check (supports >= 0),
  search tsvector not null default '',
  heading tsvector not null generated always as (ts_filter(search, '{a,b}')) stored
);
create index board_items_newest on board_items (listed_at desc, letter_id desc) where listed_at is not null;
create index board_items_by_words on board_items using gin (search);
alter table board_items alter column heading set storage main;
grant select, insert on board_items to wenzheng_app;
grant update (title, question, sender, kept, moderator_id, listed_at, supports, search) on board_items to wenzheng_app;

-- One row a device: a keyed hash of a random cookie.
create table board_supports (
  letter_id uuid not null references board_items (letter_id),
  device bytea not null,
  at timestamptz(3) not null,
  primary key (letter_id, device)
);
grant select, insert on board_supports to wenzheng_app;

alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused',
   'answerSent', 'listed', 'unlisted'));

insert into revisions (name) values ('board');
