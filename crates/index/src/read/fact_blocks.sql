select block.id
from conversation
cross join block on block.conversation = conversation.id and block.facts = 1
where conversation.class between ?1 and ?2
  and block.counting > 0
order by conversation.id, block.entry, block.first_ordinal
