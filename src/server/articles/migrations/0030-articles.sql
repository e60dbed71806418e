-- The columns of the site, two levels in all; `slug` stands in addresses and never changes.
create table columns (
  slug text primary key check (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null check (length(name) between 2 and 20),
  parent text references columns (slug),
  position integer not null,
  demo boolean not null default false,
  check (parent <> slug)
);
grant select, insert on columns to wenzheng_app;
grant update (name, parent, position) on columns to wenzheng_app;

-- Who signs an article of a kind, in this order. Only the owner of the database may change it: were it the application,
-- a shorter chain would be a way around the longer one.
create table review_chains (
  kind text primary key,
  steps text[] not null check (
    cardinality(steps) >= 2 and 'secrecy' = any (steps) and steps <@ array['office', 'registry', 'secrecy', 'leader'])
);
insert into review_chains (kind, steps) values
  ('news', array['office', 'registry', 'secrecy']),
  ('dataNote', array['office', 'registry', 'secrecy']),
  ('notice', array['office', 'registry', 'secrecy', 'leader']),
  ('policy', array['office', 'registry', 'secrecy', 'leader']),
  ('interpretation', array['office', 'registry', 'secrecy', 'leader']);
grant select on review_chains to wenzheng_app;

-- An article, whatever stands in its versions. `state` tells where the newest version stands.
create table articles (
  id uuid primary key,
  kind text not null references review_chains (kind),
  office_id uuid not null references offices (id),
  state text not null check (state in ('draft', 'inReview', 'returned', 'scheduled', 'published', 'withdrawn')),
  index_number text unique,
  -- when the approved version becomes public
  publish_at timestamptz(3),
  withdrawn_at timestamptz(3),
  withdrawn_by uuid references people (id),
  withdrawn_reason text,
  touched_at timestamptz(3) not null,
  demo boolean not null default false,
  check ((state = 'scheduled') = (publish_at is not null))
);
create index articles_by_touch on articles (touched_at, id);
create index articles_by_schedule on articles (publish_at) where publish_at is not null;
grant select, insert on articles to wenzheng_app;
grant update (state, index_number, publish_at, withdrawn_at, withdrawn_by, withdrawn_reason, touched_at)
  on articles to wenzheng_app;

-- `round` grows with each version that became public: who wrote in a round signs nothing in it.
create table article_versions (
  article_id uuid not null references articles (id),
  version integer not null check (version >= 1),
  round integer not null check (round >= 1),
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  author_id uuid not null references people (id),
  saved_at timestamptz(3) not null,
  submitted_at timestamptz(3),
  primary key (article_id, version)
);
grant select, insert on article_versions to wenzheng_app;
grant update (content, saved_at, submitted_at) on article_versions to wenzheng_app;

create table article_returns (
  article_id uuid not null,
  version integer not null,
  step text not null,
  by_id uuid not null references people (id),
  at timestamptz(3) not null,
  reason text not null,
  primary key (article_id, version),
  foreign key (article_id, version) references article_versions (article_id, version)
);
grant select, insert on article_returns to wenzheng_app;

-- Nobody signs twice in one chain.
create table article_signatures (
  article_id uuid not null,
  version integer not null,
  position integer not null check (position >= 1),
  step text not null,
  signer_id uuid not null references people (id),
  signed_at timestamptz(3) not null,
  primary key (article_id, version, position),
  foreign key (article_id, version) references article_versions (article_id, version),
  constraint signed_once unique (article_id, version, signer_id)
);
grant select, insert on article_signatures to wenzheng_app;

create table article_approvals (
  article_id uuid not null,
  version integer not null,
  approved_at timestamptz(3) not null,
  primary key (article_id, version),
  foreign key (article_id, version) references article_versions (article_id, version)
);
grant select, insert on article_approvals to wenzheng_app;

-- All that was ever public, as it was shown. Nothing here is changed or taken away.
create table article_editions (
  article_id uuid not null,
  edition integer not null check (edition >= 1),
  version integer not null,
  title text not null,
  html text not null,
  published_at timestamptz(3) not null,
  note text,
  primary key (article_id, edition),
  foreign key (article_id, version) references article_approvals (article_id, version),
  check (edition = 1 or note is not null)
);
grant select, insert on article_editions to wenzheng_app;

-- All that is public now: whatever anybody reads comes from here.
create table published_articles (
  article_id uuid primary key references articles (id),
  version integer not null,
  edition integer not null,
  -- what was public before a withdrawal stays unreadable when the article comes back
  first_edition integer not null,
  kind text not null,
  column_slug text not null references columns (slug),
  office_id uuid not null references offices (id),
  index_number text not null unique,
  title text not null,
  summary text not null,
  html text not null,
  -- source, document number, dates and notes that lists don't ask for
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  document_number text,
  validity text,
  keywords text[] not null,
  interprets uuid[] not null,
  -- pictures and attachments that may be fetched
  files uuid[] not null,
  minutes integer not null,
  published_at timestamptz(3) not null,
  corrected_at timestamptz(3),
  search tsvector not null,
  demo boolean not null,
  foreign key (article_id, version) references article_approvals (article_id, version),
  foreign key (article_id, edition) references article_editions (article_id, edition)
);
create index published_by_time on published_articles (published_at, article_id);
create index published_by_column on published_articles (column_slug, published_at, article_id);
create index published_by_kind on published_articles (kind, published_at, article_id);
create index published_by_words on published_articles using gin (search);
create index published_by_interprets on published_articles using gin (interprets);
create index published_by_keywords on published_articles using gin (keywords);
grant select, insert, update, delete on published_articles to wenzheng_app;

create table article_files (
  id uuid primary key,
  article_id uuid not null references articles (id),
  name text not null,
  type text not null,
  bytes integer not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  added_by uuid not null references people (id),
  added_at timestamptz(3) not null
);
create index article_files_by_article on article_files (article_id, added_at);
grant select, insert on article_files to wenzheng_app;

-- The phone's library reads this in the order of `seq`, which is given out under a lock that lasts until the commit: no
-- change slips in behind one that was read already. `subject`: the id of an article, or `columns`.
create table library_changes (
  seq bigint primary key check (seq > 0),
  token text not null check (token ~ '^[0-9a-f]{8}$'),
  subject text not null check (subject ~ '^[0-9a-f-]{36}$' or subject = 'columns'),
  at timestamptz(3) not null
);
create index library_changes_by_subject on library_changes (subject, seq);
grant select, insert on library_changes to wenzheng_app;

-- The last serial of each year.
create table index_numbers (
  year integer primary key check (year between 2000 and 2099),
  serial integer not null check (serial between 0 and 9999999)
);
grant select, insert, update on index_numbers to wenzheng_app;

insert into revisions (name) values ('articles'), ('columns'), ('schedule');

-- The chain is held here too, whatever the application does.
create function lock_article(id uuid) returns void language sql as $$
  select from articles a where a.id = lock_article.id for update
$$;

create function refuse_change_of_submitted_article() returns trigger language plpgsql as $$
begin
  raise exception 'a submitted version does not change' using errcode = 'check_violation', constraint = 'submitted_article_stays';
end $$;
create trigger submitted_article_stays before update on article_versions
  for each row when (old.submitted_at is not null) execute function refuse_change_of_submitted_article();

-- A version follows the newest one; a round begins only after a version that was approved.
create function check_article_version() returns trigger language plpgsql as $$
declare newest article_versions;
begin
  perform lock_article(new.article_id);
  select * into newest from article_versions v where v.article_id = new.article_id order by v.version desc limit 1;
  if new.version <> coalesce(newest.version, 0) + 1
     or new.round <> coalesce(newest.round, 1) and not (new.round = newest.round + 1 and exists (
       select from article_editions e where e.article_id = new.article_id and e.version = newest.version)) then
    raise exception 'a version out of order' using errcode = 'check_violation', constraint = 'version_in_order';
  end if;
  return new;
end $$;
create trigger version_in_order before insert on article_versions
  for each row execute function check_article_version();

create function refuse_article(problem text) returns void language plpgsql as $$
begin
  raise exception 'refused: %', problem using errcode = 'check_violation', constraint = problem;
end $$;

-- Whether a version is the newest, handed in, and not sent back.
create function article_goes_on(id uuid, wanted integer) returns boolean language sql as $$
  select exists (
    select from article_versions v
    where v.article_id = id and v.version = wanted and v.submitted_at is not null
      and not exists (select from article_versions later where later.article_id = id and later.version > wanted)
      and not exists (select from article_returns r where r.article_id = id and r.version = wanted))
$$;

-- Step after step, and never by somebody who wrote in the round.
create function check_article_signature() returns trigger language plpgsql as $$
declare chain text[];
begin
  perform lock_article(new.article_id);
  select c.steps into chain from review_chains c join articles a on a.kind = c.kind where a.id = new.article_id;
  if not article_goes_on(new.article_id, new.version) then perform refuse_article('version_goes_on'); end if;
  if new.step is distinct from chain[new.position] or new.position <> 1 + (
       select count(*) from article_signatures s where s.article_id = new.article_id and s.version = new.version) then
    perform refuse_article('steps_in_order');
  end if;
  if exists (select from article_versions v join article_versions signed
               on signed.article_id = v.article_id and signed.round = v.round and signed.version = new.version
             where v.article_id = new.article_id and v.author_id = new.signer_id) then
    perform refuse_article('author_is_no_signer');
  end if;
  return new;
end $$;
create trigger signatures_in_order before insert on article_signatures
  for each row execute function check_article_signature();

-- Approved is what everybody in the chain has signed, three people at least with its author.
create function check_article_approval() returns trigger language plpgsql as $$
declare chain text[];
begin
  perform lock_article(new.article_id);
  select c.steps into chain from review_chains c join articles a on a.kind = c.kind where a.id = new.article_id;
  if not article_goes_on(new.article_id, new.version) then perform refuse_article('version_goes_on'); end if;
  if chain <> array(select s.step from article_signatures s
                    where s.article_id = new.article_id and s.version = new.version order by s.position) then
    perform refuse_article('all_have_signed');
  end if;
  if 3 > (select count(distinct person) from (
            select s.signer_id as person from article_signatures s
            where s.article_id = new.article_id and s.version = new.version
            union select v.author_id from article_versions v
            where v.article_id = new.article_id and v.version = new.version) people) then
    perform refuse_article('three_people');
  end if;
  return new;
end $$;
create trigger all_have_signed before insert on article_approvals
  for each row execute function check_article_approval();

-- What was changed after its approval does not become public. What is public already may change its looks, not its version.
create function check_published_article() returns trigger language plpgsql as $$
begin
  perform lock_article(new.article_id);
  if not article_goes_on(new.article_id, new.version) then perform refuse_article('version_goes_on'); end if;
  return new;
end $$;
create trigger published_goes_on before insert or update of article_id, version on published_articles
  for each row execute function check_published_article();
create trigger edition_goes_on before insert on article_editions
  for each row execute function check_published_article();
