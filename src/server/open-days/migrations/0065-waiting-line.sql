-- Who waits for a slot at this very moment. Volatile: it sees what was committed while its caller waited for the slot's lock.
create function waiting_line(slot uuid, out waiting integer, out smallest integer) language sql volatile set search_path = public as $$
  select count(*)::integer, min(people) from bookings where slot_id = slot and state = 'waiting'
$$;
revoke execute on function waiting_line (uuid) from public;
grant execute on function waiting_line (uuid) to wenzheng_app;
