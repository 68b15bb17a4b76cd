select block.skips, block.records, block.columns
from entry
cross join block on block.entry = entry.id
join conversation on conversation.id = block.conversation
where entry.source = ?1
  and block.counting > 0
  and (conversation.class <> 0 or conversation.kind in (?2, ?3))
order by block.id
