update conversation
set title = ?2,
    title_sealed = ?3,
    kind = ?4,
    omits_tool_data = ?5,
    truncated_start = ?6,
    source = (select source from entry where id = ?7),
    entries = ?8,
    unread = ifnull((select max(unread) from conversation_in where conversation = ?1), 0),
    messages = ifnull((select sum(counting) from block where conversation = ?1 and facts = 0), 0),
    participants = (select count(*) from participant where conversation = ?1),
    first_at = (select min(first_at) from conversation_in where conversation = ?1),
    last_at = (select max(last_at) from conversation_in where conversation = ?1)
where id = ?1
