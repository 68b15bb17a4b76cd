select count(*)
from problem
where (?1 is null or entry in (select id from entry where source = ?1))
  and entry between ifnull(?2, 0) and ifnull(?2, 0x7fffffffffffffff) -- a range, so that one entry is looked up
