-- The bureau's offices, in the order in which lists show them.
create table offices (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 60),
  takes_letters boolean not null default true,
  position integer not null,
  demo boolean not null default false
);
grant select, insert on offices to wenzheng_app;

-- Staff. Nobody is ever deleted, since records name them; who has left is disabled.
create table people (
  id uuid primary key,
  account text not null,
  name text not null,
  office_id uuid references offices (id),
  password_hash text not null,
  must_set_password boolean not null,
  totp_secret_sealed bytea,
  -- the time step of the last one-time code that was taken: each is good for one sign-in only
  totp_last_step bigint,
  demo boolean not null default false,
  disabled_at timestamptz(3),
  last_sign_in_at timestamptz(3),
  constraint people_account unique (account)
);
grant select, insert, update on people to wenzheng_app;

create table person_roles (
  person_id uuid not null references people (id),
  role text not null,
  primary key (person_id, role)
);
grant select, insert on person_roles to wenzheng_app;

-- What a role may do, and how far: within the person's own office, or in all of the bureau.
create table role_grants (
  role text not null,
  permission text not null,
  scope text not null check (scope in ('office', 'all')),
  primary key (role, permission)
);
insert into role_grants (role, permission, scope) values
  ('handler', 'letters:read', 'office'),
  ('handler', 'letters:draft', 'office'),
  ('officeHead', 'letters:read', 'office'),
  ('officeHead', 'letters:draft', 'office'),
  ('officeHead', 'letters:sign', 'office'),
  ('registryClerk', 'letters:read', 'all'),
  ('registryClerk', 'letters:assign', 'all'),
  ('registryHead', 'letters:read', 'all'),
  ('registryHead', 'letters:assign', 'all'),
  ('leader', 'letters:read', 'all'),
  ('leader', 'letters:sign', 'all'),
  ('administrator', 'people:manage', 'all'),
  ('auditor', 'audit:read', 'all');
grant select on role_grants to wenzheng_app;

-- Open sessions. The cookie's value is kept as a keyed hash only; `id` is what lists and the audit record show.
create table staff_sessions (
  id uuid primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  person_id uuid not null references people (id),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  device text not null,
  started_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  -- idle time and absolute time in one: moves on with seen_at, never past the absolute end
  expires_at timestamptz(3) not null
);
create index staff_sessions_by_person on staff_sessions (person_id, started_at);
create index staff_sessions_by_end on staff_sessions (expires_at);
grant select, insert, update, delete on staff_sessions to wenzheng_app;

-- Failed sign-ins by a keyed hash of account or network, whether or not the account exists (see core/attempts.ts).
create table sign_in_attempts (
  kind text not null check (kind in ('account', 'network')),
  counter bytea not null,
  failures integer not null,
  last_at timestamptz(3) not null,
  blocked_until timestamptz(3),
  primary key (kind, counter)
);
create index sign_in_attempts_by_time on sign_in_attempts (last_at);
grant select, insert, update, delete on sign_in_attempts to wenzheng_app;
