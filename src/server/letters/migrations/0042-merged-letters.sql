-- Letters on the same matter are answered together: the reply of the one that leads goes to each of them as its own.
-- `merged_into` is what the events say, as `state` is.
alter table letters add column merged_into uuid references letters (id);
alter table letters add constraint merged_into_another check (merged_into <> id);
alter table letters add constraint merged_while_open
  check (merged_into is null or state in ('accepted', 'assigned', 'drafting', 'signing'));
create index letters_by_lead on letters (merged_into) where merged_into is not null;
grant update (merged_into) on letters to wenzheng_app;

-- The other letter of `merged`, `separated` (on the letter that leads: `memberJoined`, `memberLeft`).
alter table letter_events add column other_id uuid references letters (id);
alter table letter_events add constraint letter_events_name_the_other
  check ((kind in ('merged', 'separated', 'memberJoined', 'memberLeft')) = (other_id is not null));

-- No chains: who leads is in nobody's group.
create function refuse_chain() returns trigger language plpgsql as $$
begin
  if exists (select from letters l where l.id = new.merged_into and l.merged_into is not null)
     or exists (select from letters l where l.merged_into = new.id) then
    raise exception 'a chain of merged letters' using errcode = 'check_violation', constraint = 'no_chain_of_letters';
  end if;
  return new;
end $$;
create trigger no_chain_of_letters before insert or update of merged_into on letters
  for each row when (new.merged_into is not null) execute function refuse_chain();

alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add constraint letter_events_kind_check check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused',
   'answerSent', 'listed', 'unlisted', 'paused', 'resumed', 'contactErased', 'merged', 'separated', 'memberJoined', 'memberLeft'));

alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'reviewOpened', 'reviewDueSoon', 'reviewOverdue', 'separated', 'contributionAsked', 'contributionGiven'));
