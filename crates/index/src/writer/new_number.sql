insert into number
    (id, lookup, digits_sealed, open, masked, ending, region, line_type, class, other_form, owner, owner_said, set_aside)
values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
    ifnull((select owner from owner where lookup = ?2 order by said limit 1), 4),
    (select said from owner where lookup = ?2 order by said limit 1),
    ifnull((select decision from decision where subject = 0 and identity = ?2), 0)
)
