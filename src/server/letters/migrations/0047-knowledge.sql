-- Knowledge: question and answer in the bureau's own words, which an office stands for and looks at again by a day.
create table knowledge_entries (
  id uuid primary key,
  -- who stands for it: the office that readers see, and a person of it where one was named
  office_id uuid not null references offices (id),
  owner_id uuid references people (id),
  -- what anybody reads; null: nothing is public
  published_version integer,
  -- since when it is public without a break
  published_at timestamptz(3),
  -- when it was last found right, and when it must be looked at again
  checked_on date,
  review_on date,
  withdrawn_at timestamptz(3),
  withdrawn_by uuid references people (id),
  withdrawn_reason text,
  -- how many devices found it helpful, or not
  helpful integer not null default 0 check (helpful >= 0),
  unhelpful integer not null default 0 check (unhelpful >= 0),
  -- the words of the published version (see core/search.ts); empty while nothing is public
  search tsvector not null default '',
  heading tsvector not null generated always as (ts_filter(search, '{a,b}')) stored,
  created_at timestamptz(3) not null,
  demo boolean not null default false,
  check ((published_version is null) = (published_at is null)),
  check (published_version is null or (withdrawn_at is null and checked_on is not null and review_on is not null))
);
create index knowledge_by_review on knowledge_entries (review_on) where published_version is not null;
create index knowledge_by_words on knowledge_entries using gin (search);
alter table knowledge_entries alter column heading set storage main;

-- `question`: how people ask it, one way a line. `kept`: what may stand although it looks like personal data, and why.
create table knowledge_versions (
  entry_id uuid not null references knowledge_entries (id),
  version integer not null check (version >= 1),
  topic text not null
    check (topic in ('figures', 'methods', 'surveys', 'census', 'reporting', 'documents', 'other')),
  title text not null,
  question text not null,
  reply text not null,
  kept jsonb not null check (jsonb_typeof(kept) = 'array'),
  review_on date not null,
  author_id uuid not null references people (id),
  saved_at timestamptz(3) not null,
  primary key (entry_id, version),
  unique (entry_id, version, author_id)
);

-- Nobody approves what this person wrote, and nothing is public that was not approved: held here too.
create table knowledge_approvals (
  entry_id uuid not null,
  version integer not null,
  author_id uuid not null,
  approver_id uuid not null references people (id),
  approved_at timestamptz(3) not null,
  primary key (entry_id, version),
  foreign key (entry_id, version, author_id) references knowledge_versions (entry_id, version, author_id),
  constraint entry_author_is_not_approver check (author_id <> approver_id)
);
alter table knowledge_entries add constraint published_entry_is_approved
  foreign key (id, published_version) references knowledge_approvals (entry_id, version);

-- "Still right": who said so, and until when.
create table knowledge_confirmations (
  id uuid primary key,
  entry_id uuid not null references knowledge_entries (id),
  at timestamptz(3) not null,
  person_id uuid not null references people (id),
  review_on date not null
);
create index knowledge_confirmations_by_entry on knowledge_confirmations (entry_id, at);

-- What it was made from; known at the desk only.
create table knowledge_sources (
  entry_id uuid not null references knowledge_entries (id),
  letter_id uuid references letters (id),
  article_id uuid references articles (id),
  unique (entry_id, letter_id),
  unique (entry_id, article_id),
  check (num_nonnulls(letter_id, article_id) = 1)
);
create index knowledge_sources_by_letter on knowledge_sources (letter_id) where letter_id is not null;

-- One row a device: a keyed hash of a random cookie. Who changes his mind is counted once all the same.
create table knowledge_votes (
  entry_id uuid not null references knowledge_entries (id),
  device bytea not null,
  helpful boolean not null,
  at timestamptz(3) not null,
  primary key (entry_id, device)
);

-- All that is offered as an answer. A letter whose entry is public is left out: the same is not offered twice.
create view public_answers as
  select p.id, 'letter'::text as kind, p.search, p.heading, p.published_at
  from publications p
  where p.published_version is not null
    and not exists (select from knowledge_sources s
                    join knowledge_entries k on k.id = s.entry_id and k.published_version is not null
                    where s.letter_id = p.letter_id)
  union all
  select k.id, 'entry', k.search, k.heading, k.published_at
  from knowledge_entries k where k.published_version is not null;

grant select, insert on knowledge_entries, knowledge_versions, knowledge_approvals, knowledge_confirmations,
  knowledge_sources, knowledge_votes to wenzheng_app;
grant select on public_answers to wenzheng_app;
grant update (office_id, owner_id, published_version, published_at, checked_on, review_on, withdrawn_at, withdrawn_by,
              withdrawn_reason, helpful, unhelpful, search) on knowledge_entries to wenzheng_app;
grant delete on knowledge_sources to wenzheng_app;
grant update (helpful, at) on knowledge_votes to wenzheng_app;

-- Alerts about an entry name it instead of a letter, and the day by which it was to be looked at: once for each such day.
alter table letter_alerts alter column letter_id drop not null;
alter table letter_alerts alter column round drop not null;
alter table letter_alerts add column entry_id uuid references knowledge_entries (id);
alter table letter_alerts add column entry_review_on date;
alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'reviewOpened', 'reviewDueSoon', 'reviewOverdue', 'entryDue'));
alter table letter_alerts add constraint alerts_are_about_one check
  ((kind = 'entryDue' and entry_id is not null and entry_review_on is not null and letter_id is null and round is null)
   or (kind <> 'entryDue' and entry_id is null and entry_review_on is null and letter_id is not null and round is not null));
create unique index letter_alerts_once_an_entry on letter_alerts (entry_id, entry_review_on) where entry_id is not null;
