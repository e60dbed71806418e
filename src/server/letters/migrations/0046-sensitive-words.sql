-- Words that a moderator should see in a message; `normal` is the word as it is looked for (see letters/sensitive-match.ts).
create table sensitive_words (
  id uuid primary key,
  word text not null check (length(word) between 1 and 40),
  normal text not null unique check (length(normal) between 2 and 200),
  -- `hold`: a message with it is listed only when a second person has looked and said why
  grade text not null check (grade in ('mark', 'hold')),
  changed_by uuid not null references people (id),
  changed_at timestamptz(3) not null
);
grant select, insert, delete on sensitive_words to wenzheng_app;
grant update (grade, changed_by, changed_at) on sensitive_words to wenzheng_app;

-- Who decided as the second person that a message may be listed, about which words. Added to, never changed.
create table second_looks (
  id uuid primary key,
  letter_id uuid not null references letters (id),
  person_id uuid not null references people (id),
  words text[] not null check (cardinality(words) > 0),
  reason text not null check (length(reason) between 2 and 1000),
  at timestamptz(3) not null
);
create index second_looks_of_letter on second_looks (letter_id, at);
grant select, insert on second_looks to wenzheng_app;
