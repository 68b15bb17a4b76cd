-- From the latest conversation on: of a source that is being read, it is found at once.
select 1
from facet
join entry on entry.id = facet.entry
where facet.number = ?1 and entry.source = ?2
order by facet.conversation desc
limit 1
