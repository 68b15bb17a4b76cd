select distinct mention.block, mention.slot, block.position,
       block.skips is null and not exists (
           select 1 from block as other
           where other.conversation = block.conversation
             and other.facts = 0
             and other.position = block.position
             and other.counting > 0
             and other.id <> block.id
       )
from mention
join block on block.id = mention.block
where mention.conversation = ?1
  and mention.counts = 1
  and mention.record_type = 0
order by block.position, mention.record
limit ?2
