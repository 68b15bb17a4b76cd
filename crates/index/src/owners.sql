-- What the user said goes before evidence; nothing said is unknown.
update number
set owner = ifnull((select owner from owner where owner.lookup = number.lookup order by said limit 1), 4),
    owner_said = (select said from owner where owner.lookup = number.lookup order by said limit 1)
where (owner, owner_said) is not (
    ifnull((select owner from owner where owner.lookup = number.lookup order by said limit 1), 4),
    (select said from owner where owner.lookup = number.lookup order by said limit 1)
)
