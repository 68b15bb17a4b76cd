select distinct facet.conversation
from facet
join conversation on conversation.id = facet.conversation
where facet.number between ?2 and ?3
  and facet.role = ?1
  and facet.mentions > 0
  and conversation.class = 0
order by facet.conversation
