select distinct facet.number
from facet
where facet.mentions > 0
  and facet.conversation in (
    select beside.conversation
    from facet as beside
    where beside.role = ?1
      and beside.mentions > 0
  )
order by facet.number
