-- Who did what and when: ids and digests only, so that erasing a person's data never touches the record (see core/audit.ts).
create table audit_events (
  id uuid primary key,
  at timestamptz(3) not null,
  actor_id uuid,
  act text not null check (length(act) between 1 and 60),
  subject_kind text not null check (length(subject_kind) between 1 and 60),
  subject_id text check (length(subject_id) <= 100),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object')
);
create index audit_events_at on audit_events (at, id);
create index audit_events_subject on audit_events (subject_id, at, id) where subject_id is not null;

-- The chain: each seal holds the hash of its event together with the hash before it (see core/audit-chain.ts).
create table audit_seals (
  seq bigint primary key check (seq > 0),
  event_id uuid not null unique references audit_events (id),
  sealed_at timestamptz(3) not null,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);

-- The application adds and reads; it can't change or delete.
grant select, insert on audit_events, audit_seals to wenzheng_app;
