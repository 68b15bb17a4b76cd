select facet.conversation, sum(facet.mentions)
from facet
join conversation on conversation.id = facet.conversation
where facet.number = ?1
  and conversation.class = 0
group by facet.conversation
order by 2 desc, 1
limit ?2
