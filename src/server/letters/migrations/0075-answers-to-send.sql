-- `answerToSend`: signed some days ago, and nobody recorded that the answer went to the sender by the way that the letter
-- names; once a round.
alter table letter_alerts drop constraint letter_alerts_kind_check;
alter table letter_alerts add constraint letter_alerts_kind_check check (kind in
  ('notForwarded', 'dueSoon', 'overdue', 'escalated', 'reminded', 'followedUp', 'supplied', 'withdrawn', 'givenBack',
   'answerToSend', 'pauseEnded', 'reviewOpened', 'reviewDueSoon', 'reviewOverdue', 'separated', 'contributionAsked',
   'contributionGiven', 'entryDue'));
drop index letter_alerts_once;
create unique index letter_alerts_once on letter_alerts (letter_id, round, kind)
  where kind in ('notForwarded', 'dueSoon', 'overdue', 'escalated', 'reminded', 'answerToSend');
