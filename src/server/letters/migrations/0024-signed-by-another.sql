-- The drafter of a reply is whoever wrote its version, in the same round: no other name makes room for its author to sign.
alter table letter_drafts add constraint version_with_author unique (letter_id, version, round, author_id);
alter table letter_replies add constraint drafter_wrote_it
  foreign key (letter_id, draft_version, round, drafter_id) references letter_drafts (letter_id, version, round, author_id);

-- Nor does anybody sign who wrote an earlier version of the round.
create function refuse_own_signature() returns trigger language plpgsql as $$
begin
  if exists (select from letter_drafts d
             where d.letter_id = new.letter_id and d.round = new.round and d.author_id = new.signer_id) then
    raise exception 'signed by an author' using errcode = 'check_violation', constraint = 'author_is_not_signer';
  end if;
  return null;
end $$;
create trigger author_is_not_signer after insert on letter_replies
  for each row execute function refuse_own_signature();

-- What was submitted is what is signed, and what the sender reads for ever after.
create function refuse_change_of_submitted() returns trigger language plpgsql as $$
begin
  raise exception 'a submitted version does not change' using errcode = 'check_violation', constraint = 'submitted_stays';
end $$;
create trigger submitted_stays before update on letter_drafts
  for each row when (old.submitted and (new.text, new.saved_at, new.submitted) is distinct from (old.text, old.saved_at, true))
  execute function refuse_change_of_submitted();
