select count(*)
from problem
where (?1 is null or entry in (select id from entry where source = ?1))
  and (?2 is null or entry = ?2)
