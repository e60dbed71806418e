-- What staff look letters up by. Chinese is kept in pairs of neighbouring letters, so that any two letters of a text find
-- it whatever words they are cut into; the last letter of a run stands alone. Latin words and numbers are kept whole.
create function text_lexemes(given text) returns text[] language sql immutable parallel safe as $$
  with plain as (select lower(normalize(given, nfkc)) as text),
  letters as (
    select u.letter, u.place, ascii(u.letter) > 191 and ascii(u.letter) not between 8192 and 8303
             and ascii(u.letter) not between 12288 and 12351 as runs
    from plain, unnest(string_to_array(plain.text, null)) with ordinality as u (letter, place)
  ),
  pairs as (
    select letter, runs, lead(letter) over (order by place) as next, lead(runs) over (order by place) as goes_on from letters
  )
  select coalesce(array_agg(distinct lexeme), '{}') from (
    select letter || case when goes_on then next else '' end as lexeme from pairs where runs
    union all
    select found[1] from plain, regexp_matches(plain.text, '[a-z0-9]{1,40}', 'g') as found
  ) as lexemes
$$;

-- What somebody looks for, in the same pieces: all of them must stand in a text. A letter alone finds every run that it
-- stands in, a Latin word or number also what begins with it. Null where nothing is left to look for.
create function text_query(given text) returns tsquery language sql immutable parallel safe as $$
  with plain as (select lower(normalize(given, nfkc)) as text),
  letters as (
    select u.letter, u.place, ascii(u.letter) > 191 and ascii(u.letter) not between 8192 and 8303
             and ascii(u.letter) not between 12288 and 12351 as runs
    from plain, unnest(string_to_array(plain.text, null)) with ordinality as u (letter, place)
  ),
  pairs as (
    select letter, runs, lead(letter) over (order by place) as next, lead(runs) over (order by place) as goes_on,
           lag(runs) over (order by place) as went_on
    from letters
  )
  select string_agg(distinct lexeme, ' & ')::tsquery from (
    select '''' || letter || case when goes_on then next || '''' else ''':*' end as lexeme
    from pairs where runs and (goes_on or not coalesce(went_on, false))
    union all
    select '''' || found[1] || ''':*' from plain, regexp_matches(plain.text, '[a-z0-9]{1,40}', 'g') as found
  ) as lexemes
$$;

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
create index letters_by_serial on letters ((split_part(number, '-', 3)::integer));
create index letter_channels_by_outer_number on letter_channels (lower(outer_number) text_pattern_ops);

-- The queue holds what is open, however many letters were dealt with before.
create index letters_open on letters (due_on, id)
  where state in ('received', 'accepted', 'assigned', 'drafting', 'signing');
create index letters_open_of_office on letters (office_id, due_on, id)
  where state in ('received', 'accepted', 'assigned', 'drafting', 'signing');
create index letters_of_office_by_receipt on letters (office_id, received_on, id);
create index letters_by_office_and_state on letters (office_id, state, kind);
create index letter_drafts_by_author on letter_drafts (author_id, letter_id);
