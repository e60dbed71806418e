-- Word of a booking goes to what was left with it for this: places that are offered, a slot that moved or was called off.
alter table notice_choices add booking_id uuid references bookings (id);
alter table notice_choices drop constraint notice_choices_check;
alter table notice_choices add constraint notice_choices_of_one check (num_nonnulls(letter_id, person_id, booking_id) = 1);
alter table notice_choices add constraint notice_choices_once_a_booking unique (booking_id, channel);
alter table notices add booking_id uuid references bookings (id);
alter table notices drop constraint notices_event_check;
alter table notices add constraint notices_event_check check (event in
  ('accepted', 'asked', 'answered', 'dueMoved', 'transferred', 'refused', 'closed', 'listed', 'unlisted', 'reviewFinished',
   'placeOffered', 'offerLapsed', 'slotMoved', 'slotCalledOff', 'stillComing', 'digest', 'escalated'));

create function note_booking_event() returns trigger language plpgsql security definer set search_path = public as $$
declare
  told text := case new.kind when 'offered' then 'placeOffered' when 'offerEnded' then 'offerLapsed' when 'slotMoved' then 'slotMoved'
                             when 'calledOff' then 'slotCalledOff' when 'asked' then 'stillComing' end;
begin
  if told is not null then
    insert into notices (id, key, event, channel, choice_id, booking_id, at, not_before)
    select gen_random_uuid(), new.id || '/' || c.id, told, c.channel, c.id, new.booking_id, new.at, new.at
    from notice_choices c join bookings b on b.id = c.booking_id
    where c.booking_id = new.booking_id and c.turned_off_at is null and not b.demo
    on conflict (key) do nothing;
  end if;
  return new;
end $$;
create trigger booking_events_are_noted after insert on booking_events for each row execute function note_booking_event();
revoke execute on function note_booking_event from public;

create function forget_booking_choices() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from notice_choices where booking_id = old.booking_id;
  return old;
end $$;
create trigger erased_bookings_are_told_nothing after delete on booking_contacts
  for each row execute function forget_booking_choices();
revoke execute on function forget_booking_choices from public;

with said (event, zh, en) as (values
  ('placeOffered', '候补轮到了，名额给您留着，请尽快确认', 'has places held for it; please say soon whether you take them'),
  ('offerLapsed', '留的名额没有确认，已经给了下一位', 'was not confirmed in time; its places went to the next in line'),
  ('slotMoved', '的时间或者集合地点改了', 'has another time or meeting point'),
  ('slotCalledOff', '这一场取消了，原因写在里面', 'was called off; the reason stands there'),
  ('stillComing', '明天就是了，还来吗？不来请取消，名额给候补的人', 'is tomorrow. Still coming? If not, please cancel for those who wait'))
insert into notice_templates (event, language, channel, subject, text)
select event, 'zh', 'email', '您的{kind} {number} ' || zh,
       E'您好：\n\n您的{kind} {number} ' || zh || E'。\n\n到网站上看：\n{link}\n\n{bureau}' from said
union all
select event, 'zh', 'sms', null, '【{bureau}】您的{kind} {number} ' || zh || '。查看：{link}' from said
union all
select event, 'en', 'email', 'Your {kind} {number} ' || en,
       E'Hello,\n\nyour {kind} {number} ' || en || E'.\n\nRead it on our site:\n{link}\n\n{bureau}' from said
union all
select event, 'en', 'sms', null, '{bureau}: your {kind} {number} ' || en || '. {link}' from said;
