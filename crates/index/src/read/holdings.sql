select said.conversation, said.entry, said.first_at, said.last_at
from conversation_in as said
join conversation on conversation.id = said.conversation
where conversation.class = 0
  and exists (select 1 from block where block.conversation = said.conversation and block.entry = said.entry and facts = 0)
order by said.conversation, said.last_at is null, said.last_at desc, said.entry desc
