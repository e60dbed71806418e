-- Filters and order of the queue under a name. A shared one is seen by the owner's office.
create table letter_views (
  id uuid primary key,
  owner_id uuid not null references people (id),
  name text not null check (length(name) between 1 and 20),
  -- what the queue is narrowed and sorted by; never a contact
  filter jsonb not null check (jsonb_typeof(filter) = 'object'),
  shared_with uuid references offices (id),
  position integer not null,
  changed_at timestamptz(3) not null
);
create index letter_views_by_owner on letter_views (owner_id, position);
create index letter_views_by_office on letter_views (shared_with) where shared_with is not null;
grant select, insert, update, delete on letter_views to wenzheng_app;
