insert into conversation_in
    (conversation, entry, title, title_sealed, kind, omits_tool_data, truncated_start, records, first_at, last_at,
     unread)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
on conflict do update set
    title = excluded.title,
    title_sealed = excluded.title_sealed,
    kind = excluded.kind,
    omits_tool_data = excluded.omits_tool_data,
    truncated_start = excluded.truncated_start,
    records = excluded.records,
    first_at = excluded.first_at,
    last_at = excluded.last_at,
    unread = excluded.unread
