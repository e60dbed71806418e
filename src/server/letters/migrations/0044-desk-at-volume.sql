-- What staff look letters up by. Chinese is kept in pairs of neighbouring letters, so that any two letters of a text find
-- it whatever words they are cut into; the last letter of a run stands alone. Latin words and numbers are kept whole,
-- and those that are written together also each by itself.
-- A run is broken by Latin letters, digits, spaces and punctuation (U+2000 to U+206F, U+3000 to U+303F).
create function text_lexemes(given text) returns text[] language plpgsql immutable parallel safe as $$
declare
  plain text := lower(normalize(given, nfkc));
  letters text[] := string_to_array(plain, null);
  lexemes text[] := array(
    select word[1] from regexp_matches(plain, '[a-z0-9]{1,40}', 'g') as word
    union all select word[1] from regexp_matches(plain, '[a-z]{2,40}|[0-9]{2,40}', 'g') as word);
  code integer;
  before text;
begin
  for place in 1 .. cardinality(letters) loop
    code := ascii(letters[place]);
    if code > 191 and code not between 8192 and 8303 and code not between 12288 and 12351 then
      if before is not null then lexemes := lexemes || (before || letters[place]); end if;
      before := letters[place];
    elsif before is not null then
      lexemes := lexemes || before;
      before := null;
    end if;
  end loop;
  return case when before is null then lexemes else lexemes || before end;
end $$;

-- What somebody looks for, in the same pieces: all of them must stand in a text. A letter alone finds every run that it
-- stands in, a Latin word or number also what begins with it. Null where nothing is left to look for.
create function text_query(given text) returns tsquery language plpgsql immutable parallel safe as $$
declare
  run text;
  parts text[] := '{}';
begin
  foreach run in array regexp_split_to_array(lower(normalize(given, nfkc)), '[\u0001-\u00bf\u2000-\u206f\u3000-\u303f]+') loop
    if length(run) = 1 then parts := parts || ('''' || run || ''':*'); end if;
    for place in 1 .. length(run) - 1 loop
      parts := parts || ('''' || substr(run, place, 2) || '''');
    end loop;
  end loop;
  return nullif(array_to_string(parts || array(
    select '''' || word[1] || ''':*' from regexp_matches(lower(normalize(given, nfkc)), '[a-z0-9]{1,40}', 'g') as word), ' & '), '')::tsquery;
end $$;

-- Title, text and what the sender wrote later. Never the contact: that stands sealed elsewhere.
create table letter_words (
  letter_id uuid primary key references letters (id),
  words tsvector not null
);
create index letter_words_by_word on letter_words using gin (words) with (gin_pending_list_limit = 512);
grant select on letter_words to wenzheng_app;

-- Kept by the database itself, in the transaction that writes: by whichever way a text comes, changes or goes.
create function keep_letter_words() returns trigger language plpgsql security definer set search_path = public as $$
declare
  letter uuid;
begin
  if tg_table_name = 'letters' then letter := new.id; else letter := coalesce(new.letter_id, old.letter_id); end if;
  insert into letter_words (letter_id, words)
  select l.id, array_to_tsvector(text_lexemes(l.title || E'\n' || l.text || coalesce((
           select E'\n' || string_agg(m.text, E'\n') from letter_messages m where m.letter_id = l.id and m.kind <> 'question'), '')))
  from letters l where l.id = letter
  on conflict (letter_id) do update set words = excluded.words;
  return null;
end $$;
create trigger letters_keep_words after insert or update of title, text on letters
  for each row execute function keep_letter_words();
create trigger messages_keep_words after insert or delete or update of text on letter_messages
  for each row execute function keep_letter_words();
insert into letter_words (letter_id, words)
select l.id, array_to_tsvector(text_lexemes(l.title || E'\n' || l.text || coalesce((
         select E'\n' || string_agg(m.text, E'\n') from letter_messages m where m.letter_id = l.id and m.kind <> 'question'), '')))
from letters l;

-- A letter is asked for by the end of its number too: `359` is ZX-2026-000359.
create index letters_by_number on letters (number text_pattern_ops);
create index letters_by_serial on letters ((substring(number from '-(\d{1,9})$')::integer));
create index letter_channels_by_outer_number on letter_channels (lower(outer_number) text_pattern_ops);

-- The queue holds what is open, however many letters were dealt with before.
create index letters_open on letters (due_on, id)
  where state in ('received', 'accepted', 'assigned', 'drafting', 'signing');
create index letters_open_of_office on letters (office_id, due_on, id)
  where state in ('received', 'accepted', 'assigned', 'drafting', 'signing');
create index letters_of_office_by_receipt on letters (office_id, received_on, id);
create index letters_by_office_and_state on letters (office_id, state, kind);
create index letter_alerts_seen_by_person on letter_alerts_seen (person_id, alert_id);
create index letter_drafts_by_author on letter_drafts (author_id, letter_id);
