-- What public pages are cached by: a number that grows when the thing changes (see core/revisions.ts).
create table revisions (
  name text primary key,
  revision bigint not null default 1
);
insert into revisions (name) values ('home');
grant select, update on revisions to wenzheng_app;

-- Counters of requests by a keyed hash of who asked; no address is kept (see core/limits.ts).
create unlogged table request_counts (
  bucket text not null,
  counter bytea not null,
  window_start timestamptz not null,
  requests integer not null,
  primary key (bucket, counter, window_start)
);
grant select, insert, update, delete on request_counts to wenzheng_app;
