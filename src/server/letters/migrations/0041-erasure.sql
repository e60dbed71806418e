-- How long what names a sender is kept after the letter came to its end, and how long the letter itself is: months. A change
-- of the rule is a new row, never an edit. Letters are papers of the bureau: they leave by the rules of its archive.
create table retention_rules (
  what text not null check (what in ('contact', 'record')),
  kind text not null references letter_kinds (kind),
  effective_from date not null,
  months integer not null check (months between 0 and 1200),
  source text not null,
  primary key (what, kind, effective_from)
);
-- six months: as long as what the bureau did can be taken to court (行政诉讼法 46), and no longer (个人信息保护法 19)
insert into retention_rules
select 'contact', kind, date '2000-01-01', 6, '行政诉讼法第四十六条的起诉期限' from letter_kinds
union all
select 'record', kind, date '2000-01-01', 120, '机关文件材料归档和保管期限规定（定期 10 年）' from letter_kinds;
grant select on retention_rules to wenzheng_app;

-- a digest of what was typed at the desk tells nothing once the contact in it is gone
grant update (content_digest) on letters to wenzheng_app;

alter table letter_events drop constraint letter_events_kind_check;
alter table letter_events add constraint letter_events_kind_check check (kind in
  ('received', 'accepted', 'assigned', 'givenBack', 'asked', 'supplied', 'draftBegun', 'drafted', 'returned', 'answered',
   'followedUp', 'reopened', 'reminded', 'rated', 'dueMoved', 'closed', 'withdrawn', 'transferred', 'refused',
   'answerSent', 'listed', 'unlisted', 'paused', 'resumed', 'contactErased'));

-- What was deleted leaves its bytes in the pages of the table until they are cleaned: these tables are cleaned at the first
-- deleted row, not at the fiftieth.
alter table letter_senders set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table letter_channels set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
