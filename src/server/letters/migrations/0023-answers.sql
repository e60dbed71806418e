-- Published answers: a copy of a letter and its reply without what names anybody, in versions that are only ever added to.
create table publications (
  id uuid primary key,
  letter_id uuid not null unique references letters (id),
  -- what anybody reads; null: nothing is public
  published_version integer,
  -- since when it is public without a break
  published_at timestamptz(3),
  withdrawn_at timestamptz(3),
  withdrawn_by uuid references people (id),
  withdrawn_reason text,
  -- the words of the published version (see core/search.ts); empty while nothing is public
  search tsvector not null default '',
  check ((published_version is null) = (published_at is null)),
  check (published_version is null or withdrawn_at is null)
);
create index publications_by_time on publications (published_at, id) where published_version is not null;
create index publications_by_words on publications using gin (search);

-- `round`: whose reply it was made from. `kept`: what may stand although it looks like personal data, and why.
create table publication_versions (
  publication_id uuid not null references publications (id),
  version integer not null check (version >= 1),
  round integer not null,
  title text not null,
  question text not null,
  reply text not null,
  kept jsonb not null check (jsonb_typeof(kept) = 'array'),
  author_id uuid not null references people (id),
  saved_at timestamptz(3) not null,
  primary key (publication_id, version),
  unique (publication_id, version, author_id)
);

-- Nobody approves what this person wrote, and nothing is public that was not approved: held here too.
create table publication_approvals (
  publication_id uuid not null,
  version integer not null,
  author_id uuid not null,
  approver_id uuid not null references people (id),
  approved_at timestamptz(3) not null,
  primary key (publication_id, version),
  foreign key (publication_id, version, author_id) references publication_versions (publication_id, version, author_id),
  constraint author_is_not_approver check (author_id <> approver_id)
);
alter table publications add constraint published_is_approved
  foreign key (id, published_version) references publication_approvals (publication_id, version);

grant select, insert on publications, publication_versions, publication_approvals to wenzheng_app;
grant update (published_version, published_at, withdrawn_at, withdrawn_by, withdrawn_reason, search)
  on publications to wenzheng_app;

insert into revisions (name) values ('answers');
