-- The words of title and question apart: small enough to be looked at for every answer that holds a word.
alter table publications
  add column heading tsvector not null generated always as (ts_filter(search, '{a,b}')) stored;
alter table publications alter column heading set storage main;
