select source.id,
       source.path,
       source.path_sealed is not null,
       source.kind,
       source.size,
       source.added_at,
       count(entry.id),
       ifnull(sum(entry.messages), 0),
       ifnull(sum(entry.mentions), 0),
       ifnull(sum(entry.problems), 0)
from source
left join entry on entry.source = source.id
group by source.id
order by source.id
