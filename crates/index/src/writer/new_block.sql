insert into block (
    id, entry, conversation, facts, first_ordinal, last_ordinal, records, counting, skips, position, first_at, last_at,
    digests, columns, texts, text_size, names_sealed
)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
