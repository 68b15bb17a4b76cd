select twin.state = ?3 and (of_ours.path, ours.path) < (of_twin.path, twin.path)
from entry as ours
join source as of_ours on of_ours.id = ours.source
join entry as twin on twin.id = ?2
join source as of_twin on of_twin.id = twin.source
where ours.id = ?1
