update conversation
set title = said.title,
    title_sealed = said.title_sealed,
    kind = said.kind,
    omits_tool_data = said.omits_tool_data,
    truncated_start = said.truncated_start,
    unread = said.unread,
    source = (select source from entry where entry.id = said.entry),
    entries = 1
from conversation_in as said
where conversation.id = ?1
  and said.conversation = ?1
  and said.entry = ?2
  and not exists (select 1 from conversation_in as other where other.conversation = ?1 and other.entry <> ?2)
