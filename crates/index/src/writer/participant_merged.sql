-- What entries say of a participant, the newest entry first: a later name wins over an earlier one, any name over none.
with said as (
    select participant_in.*, ifnull(conversation_in.last_at, -9223372036854775808) as last_at, entry.hash
    from participant_in
    join participant on participant.id = participant_in.participant
    join entry on entry.id = participant_in.entry
    left join conversation_in
        on conversation_in.conversation = participant.conversation and conversation_in.entry = participant_in.entry
    where participant_in.participant = ?1
    order by last_at desc, entry.hash desc
)
update participant
set name = ifnull((select name from said where name <> '' limit 1), ''),
    name_sealed = (select name_sealed from said where name <> '' limit 1),
    role = ifnull((select role from said where role <> 0 limit 1), 0),
    owner = ifnull((select max(owner) from said), 0),
    number = (select number from said where number is not null limit 1),
    messages = ifnull((select sum(messages) from said), 0)
where id = ?1
