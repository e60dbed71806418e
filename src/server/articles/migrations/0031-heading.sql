-- The words of title, key words and summary apart: small enough to be looked at for every text that holds a word.
alter table published_articles
  add column heading tsvector not null generated always as (ts_filter(search, '{a,b}')) stored;
-- beside the row, not out of line
alter table published_articles alter column heading set storage main;
-- the statistics tell the three thousand most common words, so that none of them is looked up (see core/fittest.ts)
alter table published_articles alter column search set statistics 300;
