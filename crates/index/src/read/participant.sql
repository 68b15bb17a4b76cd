select id, person, ifnull(name, ''), name_sealed is not null, role, owner, number, messages
from author
