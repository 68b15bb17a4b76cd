select mention.slot, mention.part, mention.stored_at, mention.id, mention.number, number.masked, mention.certainty,
       number.class
from mention
join number on number.id = mention.number
where mention.block = ?1
order by mention.slot, mention.part, mention.stored_at
