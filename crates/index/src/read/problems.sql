select entry, kind, at, line
from problem
where (?1 is null or entry in (select id from entry where source = ?1))
  and (?2 is null or entry = ?2)
order by entry, at, kind, line
limit ?3 offset ?4
