-- What the bureau invites to.
create table open_days (
  id uuid primary key,
  kind text not null check (kind in ('openDay', 'openWeek', 'disclosureDay', 'onlineTalk', 'pressConference', 'interview')),
  title text not null,
  summary text not null,
  programme text not null,
  place_name text not null,
  place_address text not null,
  place_directions text not null,
  place_accessibility text not null,
  materials jsonb not null check (jsonb_typeof(materials) = 'array'),
  contact_phone text not null,
  -- what everybody reads: what was written when it was published last
  shown jsonb check (jsonb_typeof(shown) = 'object'),
  state text not null default 'draft' check (state in ('draft', 'published', 'cancelled')),
  cancel_reason text check ((state = 'cancelled') = (cancel_reason is not null)),
  after_text text not null default '',
  handed_out integer not null default 0 check (handed_out >= 0),
  revision integer not null default 1,
  changed_by uuid not null references people (id),
  changed_at timestamptz(3) not null,
  published_by uuid references people (id),
  published_at timestamptz(3),
  demo boolean not null default false,
  check ((state = 'draft') = (shown is null)),
  check ((shown is null) = (published_at is null)),
  check ((published_by is null) = (published_at is null))
);
grant select, insert on open_days to wenzheng_app;
grant update (kind, title, summary, programme, place_name, place_address, place_directions, place_accessibility, materials,
              contact_phone, shown, state, cancel_reason, after_text, handed_out, revision, changed_by, changed_at, published_by,
              published_at) on open_days to wenzheng_app;

-- Two people, whatever way it came: who wrote the version that becomes public is not who publishes it.
create function open_day_is_published_by_another() returns trigger language plpgsql set search_path = public as $$
begin
  if new.shown is distinct from old.shown and (new.published_by = old.changed_by or new.changed_by <> old.changed_by) then
    raise exception 'who wrote it may not publish it' using errcode = 'check_violation', constraint = 'open_days_two_people';
  end if;
  return new;
end $$;
create trigger open_days_two_people before update on open_days
  for each row execute function open_day_is_published_by_another();

-- A slot holds people, not bookings. `taken`: those with a place, and those a place is held for while they are asked.
create table slots (
  id uuid primary key,
  open_day_id uuid not null references open_days (id),
  title text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  meeting_point text not null,
  capacity integer not null check (capacity > 0),
  taken integer not null default 0,
  party_most integer not null check (party_most > 0),
  opens_at timestamptz(3) not null,
  change_until timestamptz(3) not null,
  offer_minutes integer not null check (offer_minutes > 0),
  invite_code text check (invite_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  cancel_reason text,
  -- counts what the calendars of phones must hear of
  sequence integer not null default 0,
  revision integer not null default 1,
  check (starts_at < ends_at),
  check (change_until <= starts_at),
  check (opens_at < starts_at),
  constraint slots_not_overfull check (taken between 0 and capacity)
);
create index slots_by_open_day on slots (open_day_id, starts_at, id);
create index slots_by_time on slots (starts_at);
grant select, insert on slots to wenzheng_app;
grant update (title, starts_at, ends_at, meeting_point, capacity, taken, party_most, opens_at, change_until, offer_minutes,
              invite_code, cancel_reason, sequence, revision) on slots to wenzheng_app;

-- numbers are of bookings too
alter table letter_series rename to number_series;

-- The waiting list is in the order of `place_in_line`, which a change of the party keeps.
create sequence booking_line;
grant usage on sequence booking_line to wenzheng_app;
create table bookings (
  id uuid primary key,
  slot_id uuid not null references slots (id),
  number text not null unique,
  content_digest bytea not null,
  code_hash bytea not null,
  device_hash bytea not null,
  ticket_code text not null unique check (ticket_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  serial integer not null default 1 check (serial between 1 and 65535),
  state text not null check (state in ('placed', 'waiting', 'offered', 'cancelled', 'lapsed', 'calledOff')),
  party_kind text not null check (party_kind in ('alone', 'family', 'group')),
  people integer not null check (people > 0),
  minors integer not null check (minors >= 0 and minors < people),
  -- emptied with what names anybody
  needs text[] not null check (needs <@ array['wheelchair', 'hearing', 'sight', 'companion']),
  place_in_line bigint not null default nextval('booking_line'),
  offered_until timestamptz(3),
  asked_at timestamptz(3),
  confirmed_at timestamptz(3),
  booked_at timestamptz(3) not null,
  demo boolean not null default false,
  check ((state = 'offered') = (offered_until is not null))
);
create index bookings_by_slot on bookings (slot_id, state, place_in_line);
create index bookings_offered on bookings (offered_until) where state = 'offered';
create index bookings_waiting on bookings (slot_id, place_in_line) where state = 'waiting';
grant select, insert on bookings to wenzheng_app;
grant update (slot_id, serial, state, party_kind, people, minors, needs, place_in_line, offered_until, asked_at,
              confirmed_at) on bookings to wenzheng_app;

-- What names whoever booked, sealed and apart. `holds`: the booking has a claim on the slot; one a telephone and slot.
create table booking_contacts (
  booking_id uuid primary key references bookings (id),
  slot_id uuid not null references slots (id),
  holds boolean not null default true,
  contact_sealed bytea not null,
  phone_index bytea not null
);
create unique index booking_contacts_once on booking_contacts (slot_id, phone_index) where holds;
grant select, insert, update, delete on booking_contacts to wenzheng_app;
alter table booking_contacts set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

create table booking_events (
  id uuid primary key,
  booking_id uuid not null references bookings (id),
  position integer not null,
  kind text not null check (kind in
    ('booked', 'waitlisted', 'offered', 'accepted', 'declined', 'offerEnded', 'changed', 'cancelled', 'slotMoved', 'calledOff',
     'asked', 'confirmed', 'admitted', 'feedback', 'contactErased')),
  at timestamptz(3) not null,
  actor_id uuid references people (id),
  unique (booking_id, position)
);
grant select, insert on booking_events to wenzheng_app;

-- Who came, as the phones at the doors noted it. `counted` false: another door had admitted the same ticket before.
create table check_ins (
  id uuid primary key,
  open_day_id uuid not null references open_days (id),
  slot_id uuid not null references slots (id),
  booking_id uuid references bookings (id),
  people integer not null check (people between 1 and 500),
  at timestamptz(3) not null,
  door text not null,
  counted boolean not null,
  told_at timestamptz(3) not null,
  told_by uuid not null references people (id)
);
create unique index check_ins_once on check_ins (booking_id) where counted;
create index check_ins_by_open_day on check_ins (open_day_id, slot_id);
grant select, insert on check_ins to wenzheng_app;

create table booking_feedbacks (
  booking_id uuid primary key references bookings (id),
  overall integer not null check (overall between 1 and 5),
  understood integer not null check (understood between 1 and 5),
  comment text,
  at timestamptz(3) not null
);
grant select, insert on booking_feedbacks to wenzheng_app;
grant update (overall, understood, comment, at) on booking_feedbacks to wenzheng_app;

-- How many days after its slot what names whoever booked is kept. A change of the rule is a new row.
create table booking_retention (
  effective_from date primary key,
  days integer not null check (days between 0 and 365),
  source text not null
);
insert into booking_retention values (date '2000-01-01', 30, '个人信息保护法第十九条：活动结束、回访做完即不再需要');
grant select on booking_retention to wenzheng_app;

insert into revisions (name) values ('open-days');
