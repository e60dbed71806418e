-- How long the review of a bad rating may take, in working days; a change of the rule is a new row, never an edit.
create table rating_review_limits (
  effective_from date primary key,
  working_days integer not null check (working_days between 1 and 250),
  source text not null
);
insert into rating_review_limits values ('2000-01-01', 5, '政务服务“好差评”差评回访整改期限');
grant select on rating_review_limits to wenzheng_app;

-- A bad rating is followed to its end. Grade, reasons and comment are those that are reviewed: the rating itself may change.
-- State, outcome and ends are moved by the events alone (see move_rating_review).
create table rating_reviews (
  id uuid primary key,
  letter_id uuid not null,
  round integer not null,
  -- of this round: a rating that was bettered and became bad again is reviewed again
  sequence integer not null check (sequence >= 1),
  grade integer not null check (grade between 1 and 2),
  reasons text[] not null check (cardinality(reasons) > 0),
  comment text,
  opened_at timestamptz(3) not null,
  started_on date not null,
  limit_days integer not null,
  limit_source text not null,
  due_on date not null,
  due_provisional boolean not null,
  calendar_revision integer not null,
  state text not null default 'open' check (state in ('open', 'calledBack', 'appealed', 'decided', 'closed', 'takenBack')),
  revision integer not null default 0,
  outcome text check (outcome in ('fixed', 'ledger', 'explained', 'upheld', 'excluded', 'takenBack')),
  ground text check (ground in ('mistaken', 'malicious')),
  ledger_due_on date,
  ended_at timestamptz(3),
  settled_at timestamptz(3),
  foreign key (letter_id, round) references letter_ratings (letter_id, round),
  unique (letter_id, round, sequence),
  check ((state in ('closed', 'takenBack')) = (ended_at is not null)),
  check ((state in ('decided', 'closed', 'takenBack')) = (outcome is not null)),
  check ((state = 'takenBack') = (outcome is not distinct from 'takenBack')),
  check ((outcome is not distinct from 'ledger') = (ledger_due_on is not null)),
  check (settled_at is null or (state = 'closed' and outcome = 'ledger'))
);
create unique index one_open_review_a_round on rating_reviews (letter_id, round) where ended_at is null;
create index rating_reviews_by_due on rating_reviews (due_on, id) where ended_at is null;
create index rating_reviews_by_end on rating_reviews (ended_at, id) where ended_at is not null;
create index rating_reviews_by_opening on rating_reviews (opened_at);
create index letter_ratings_by_time on letter_ratings (rated_at);
grant select on rating_reviews to wenzheng_app;
grant insert (id, letter_id, round, sequence, grade, reasons, comment, opened_at, started_on, limit_days, limit_source, due_on,
              due_provisional, calendar_revision) on rating_reviews to wenzheng_app;
grant update (grade, reasons, comment, due_on, due_provisional, calendar_revision) on rating_reviews to wenzheng_app;

-- The record of a review.
create table rating_review_events (
  id uuid primary key,
  review_id uuid not null references rating_reviews (id),
  position integer not null,
  kind text not null check (kind in
    ('opened', 'changed', 'calledBack', 'decided', 'appealed', 'ruled', 'fedBack', 'takenBack', 'settled', 'dueMoved')),
  at timestamptz(3) not null,
  -- the member of staff; null for the sender and for the system
  actor_id uuid references people (id),
  grade integer check (grade between 1 and 5),
  means text check (means in ('phone', 'email', 'none')),
  called_at timestamptz(3),
  outcome text check (outcome in ('fixed', 'ledger', 'explained', 'upheld', 'excluded', 'takenBack')),
  ground text check (ground in ('mistaken', 'malicious')),
  ledger_due_on date,
  -- what was said at the callback, why it was so decided, the feedback, why the due date moved
  text text,
  moved_from date,
  moved_to date,
  unique (review_id, position),
  check ((kind = 'calledBack') = (means is not null and called_at is not null)),
  check (outcome is null or (kind, outcome) in (('decided', 'fixed'), ('decided', 'ledger'), ('decided', 'explained'),
                                                ('ruled', 'upheld'), ('ruled', 'excluded'), ('takenBack', 'takenBack'))),
  check (kind not in ('decided', 'ruled', 'takenBack') or outcome is not null),
  check ((kind = 'appealed') = (ground is not null)),
  check ((outcome is not distinct from 'ledger') = (ledger_due_on is not null)),
  check ((kind = 'dueMoved') = (moved_from is not null and moved_to is not null)),
  check (kind not in ('calledBack', 'decided', 'appealed', 'ruled', 'fedBack', 'settled') or (actor_id is not null and text is not null))
);
grant select, insert on rating_review_events to wenzheng_app;

-- An event moves its review, and nothing else does. Whoever wrote or signed the answer takes no part, no exclusion is
-- ruled upon by who proposed it, nobody who left a way to be called is passed over, and no step is left out.
create function move_rating_review() returns trigger language plpgsql security definer set search_path = public as $$
declare
  review rating_reviews;
begin
  select * into strict review from rating_reviews where id = new.review_id for update;
  if new.kind in ('calledBack', 'decided', 'appealed', 'ruled', 'fedBack', 'settled') and (
       exists (select from letter_drafts d
               where d.letter_id = review.letter_id and d.round = review.round and d.author_id = new.actor_id)
       or exists (select from letter_replies r
                  where r.letter_id = review.letter_id and r.round = review.round and new.actor_id in (r.drafter_id, r.signer_id))) then
    raise exception 'reviewed by who answered' using errcode = 'check_violation', constraint = 'reviewer_is_not_answerer';
  end if;
  if new.kind = 'ruled' and exists (select from rating_review_events e
                                    where e.review_id = review.id and e.kind = 'appealed' and e.actor_id = new.actor_id) then
    raise exception 'ruled by who proposed' using errcode = 'check_violation', constraint = 'ruler_is_not_proposer';
  end if;
  if new.kind = 'calledBack' and (new.means = 'none') = exists (
       select from letter_senders s
       where s.letter_id = review.letter_id and (s.phone_index is not null or s.email_index is not null)) then
    raise exception 'not called back by what was left' using errcode = 'check_violation', constraint = 'contact_is_used';
  end if;
  if not coalesce(case new.kind
       when 'opened' then review.revision = 0
       when 'changed' then review.ended_at is null
       when 'calledBack' then review.state = 'open'
       when 'decided' then review.state = 'calledBack'
       when 'appealed' then review.state = 'calledBack'
       when 'ruled' then review.state = 'appealed'
       when 'fedBack' then review.state = 'decided'
       when 'takenBack' then review.state = 'open'
       when 'settled' then review.state = 'closed' and review.outcome = 'ledger' and review.settled_at is null
       when 'dueMoved' then review.ended_at is null
     end, false) then
    raise exception 'not the next step of this review' using errcode = 'check_violation', constraint = 'review_goes_step_by_step';
  end if;
  update rating_reviews set
    state = case new.kind when 'calledBack' then 'calledBack' when 'decided' then 'decided' when 'appealed' then 'appealed'
              when 'ruled' then 'decided' when 'fedBack' then 'closed' when 'takenBack' then 'takenBack' else state end,
    outcome = coalesce(new.outcome, outcome),
    ground = coalesce(new.ground, ground),
    ledger_due_on = coalesce(new.ledger_due_on, ledger_due_on),
    ended_at = case when new.kind in ('fedBack', 'takenBack') then new.at else ended_at end,
    settled_at = case when new.kind = 'settled' then new.at else settled_at end,
    revision = revision + 1
  where id = review.id;
  return new;
end $$;
create trigger events_move_review before insert on rating_review_events for each row execute function move_rating_review();

-- Ratings with whether they count in what is published. One that was found mistaken or malicious stays on record and does
-- not, as long as it is the one that was found so: changed, it is another one.
create view counted_ratings as
select r.letter_id, r.round, r.grade, r.reasons, r.comment, r.rated_at, r.changed_at,
       not coalesce(v.outcome = 'excluded' and v.grade = r.grade and v.reasons = r.reasons
                    and v.comment is not distinct from r.comment, false) as counted
from letter_ratings r
left join lateral (
  select n.outcome, n.grade, n.reasons, n.comment from rating_reviews n
  where n.letter_id = r.letter_id and n.round = r.round order by n.sequence desc limit 1
) v on true;
grant select on counted_ratings to wenzheng_app;

-- Alerts about a review name it; each of its kinds is raised once a review.
alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'reviewOpened', 'reviewDueSoon', 'reviewOverdue'));
alter table letter_alerts add column review_id uuid references rating_reviews (id);
alter table letter_alerts add constraint review_alerts_name_it
  check ((kind in ('reviewOpened', 'reviewDueSoon', 'reviewOverdue')) = (review_id is not null));
create unique index letter_alerts_once_a_review on letter_alerts (review_id, kind) where review_id is not null;
