-- More kinds of letters: to the board, to the leader's mailbox, and faults of the site.
alter table letters drop constraint letters_kind_check;
alter table letters add check (kind in ('enquiry', 'message', 'mailbox', 'fault'));
-- the address of the page that a fault stands on
alter table letters add column page text check (page is null or kind = 'fault');
create index letters_by_kind on letters (kind, state, due_on, id);

insert into letter_limits values
  ('message', '2000-01-01', 7, '政府网站留言办理期限'),
  ('mailbox', '2000-01-01', 5, '局长信箱办理期限'),
  ('fault', '2000-01-01', 3, '政府网站纠错办理期限');

-- Who signs what a kind is answered with: the head of the office, or only somebody who signs for the whole bureau.
-- `forward_days`: so many working days after the receipt an office has it, or the desk is told.
create table letter_kinds (
  kind text primary key,
  signed_by text not null check (signed_by in ('office', 'leader')),
  forward_days integer check (forward_days > 0)
);
insert into letter_kinds values
  ('enquiry', 'office', null), ('message', 'office', null), ('mailbox', 'leader', null), ('fault', 'office', 1);
grant select on letter_kinds to wenzheng_app;
alter table letters add foreign key (kind) references letter_kinds (kind);

alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'reviewOpened', 'reviewDueSoon', 'reviewOverdue'));
drop index letter_alerts_once;
create unique index letter_alerts_once on letter_alerts (letter_id, round, kind)
  where kind in ('notForwarded', 'dueSoon', 'overdue', 'reminded');
