insert into mention (
    id, identity, number, found, record, record_type, block, slot, part, stored_at, start, length, conversation, author,
    place, role, certainty, reasons, spelling, sent_at, zone, counts, set_aside
)
values (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
    ifnull((select decision from decision where subject = 1 and identity = cast(?2 as blob)), 0)
)
