-- How a slot stands at this very moment: who waits, whose telephone has a claim on it, which ids were booked before. Volatile: it sees
-- what was committed while its caller waited for the slot's lock.
create function slot_standing(slot uuid, phones bytea[], ids uuid[],
                              out waiting integer, out smallest integer, out held bytea[], out known uuid[])
language sql volatile set search_path = public as $$
  select count(*)::integer, min(people),
         array(select phone_index from booking_contacts where slot_id = slot and holds and phone_index = any (phones)),
         array(select id from bookings where id = any (ids))
  from bookings where slot_id = slot and state = 'waiting'
$$;
revoke execute on function slot_standing (uuid, bytea[], uuid[]) from public;
grant execute on function slot_standing (uuid, bytea[], uuid[]) to wenzheng_app;
