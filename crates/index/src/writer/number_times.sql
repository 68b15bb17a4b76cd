update number
set first_at = (select min(sent_at) from mention where number = ?1 and counts = 1),
    last_at = (select max(sent_at) from mention where number = ?1 and counts = 1)
where id = ?1
