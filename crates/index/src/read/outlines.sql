select block.position,
       ifnull(block.first_at, -9223372036854775808),
       block.entry,
       block.skips,
       block.first_ordinal,
       block.records,
       block.columns
from block
join entry on entry.id = block.entry
left join conversation_in on conversation_in.conversation = block.conversation and conversation_in.entry = block.entry
where block.conversation = ?1
  and block.facts = 0
  and block.counting > 0
order by block.position, conversation_in.last_at is null, conversation_in.last_at desc, entry.hash desc, entry.identity desc,
    block.entry, block.first_ordinal
