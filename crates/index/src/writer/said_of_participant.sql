insert into participant_in (participant, entry, name, name_sealed, role, owner, number, messages)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
on conflict do update set
    name = excluded.name,
    name_sealed = excluded.name_sealed,
    role = excluded.role,
    owner = excluded.owner,
    number = excluded.number,
    messages = excluded.messages
