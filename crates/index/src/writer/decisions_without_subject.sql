select count(*)
from decision
where (subject = 0 and not exists (select 1 from number where lookup = decision.identity))
   or (subject = 1 and not exists (
        select 1 from mention where identity = cast(cast(decision.identity as text) as integer)
      ))
   or (subject = 2 and not exists (select 1 from conversation where identity = decision.identity))
