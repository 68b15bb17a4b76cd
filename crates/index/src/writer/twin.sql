select id
from entry
where hash = ?1
  and format = ?2
  and format_version = ?3
  and service = ?4
  and detector = ?5
  and metadata = ?6
  and options = ?7
  and id is not ?8
  and state in (1, 5)
order by id
limit 1
