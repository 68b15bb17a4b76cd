select distinct facet.number
from facet
where facet.mentions > 0
  and (
    /* settings */
    or facet.conversation in (
      select id
      from conversation
      where kind = ?2
      union
      select conversation
      from participant
      where role = ?1
    )
  )
order by facet.number
