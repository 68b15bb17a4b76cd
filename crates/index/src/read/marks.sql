select hash, stamp_size, stamp_modified, stamp_file
from entry
where state in (?1, ?2, ?3)
order by id
