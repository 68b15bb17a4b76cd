select kind, sum(seen), sum(read), sum(failed)
from tally
where (?1 is null or entry in (select id from entry where source = ?1))
  and (?2 is null or entry = ?2)
group by kind
