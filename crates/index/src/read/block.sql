select block.id,
       block.entry,
       case when conversation.class = 0 then conversation.id end,
       block.facts,
       block.position,
       block.first_ordinal,
       block.records,
       block.skips,
       block.columns,
       block.texts,
       block.text_size,
       block.names_sealed is not null
from block
join conversation on conversation.id = block.conversation
where block.id = ?1
