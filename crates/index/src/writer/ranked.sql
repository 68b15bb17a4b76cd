select conversation_in.entry
from conversation_in
join entry on entry.id = conversation_in.entry
where conversation_in.conversation = ?1
order by conversation_in.last_at is null, conversation_in.last_at desc, entry.hash desc, entry.identity desc
